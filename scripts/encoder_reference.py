# The same encoder by other programs, for tests and scripts/bench-encoder: an ONNX graph of
# a BERT-like encoder for onnxruntime, and a PyTorch module, both made of the published weights.
# Needs numpy, onnx, onnxruntime and tokenizers; PyTorch only if it is used.
import json
import os

import numpy as np


def config(folder):
    with open(os.path.join(folder, "config.json")) as file:
        return json.load(file)


def tensors(folder):
    """The tensors of model.safetensors in float32."""
    with open(os.path.join(folder, "model.safetensors"), "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        data = file.read()
    result = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        start, end = entry["data_offsets"]
        result[name] = np.frombuffer(data[start:end], np.float32).reshape(entry["shape"])
    return result


def onnx_model(folder):
    """A graph from ids and mask (batch x length) to states (batch x length x width)."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    c, weights = config(folder), tensors(folder)
    width, heads, layers = c["hidden_size"], c["num_attention_heads"], c["num_hidden_layers"]
    size = width // heads
    nodes, constants = [], {}

    def constant(name, value):
        constants[name] = numpy_helper.from_array(np.asarray(value), name)
        return name

    def node(kind, inputs, output, **attributes):
        nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def linear(x, name, output):
        w = constant(name + ".T", np.ascontiguousarray(weights[name + ".weight"].T))
        b = constant(name + ".b", weights[name + ".bias"])
        return node("Add", [node("MatMul", [x, w], output + ".xw"), b], output)

    def norm(x, name, output):
        gain = constant(name + ".gain", weights[name + ".weight"])
        shift = constant(name + ".shift", weights[name + ".bias"])
        return node("LayerNormalization", [x, gain, shift], output, axis=-1,
                    epsilon=c.get("layer_norm_eps", 1e-12))

    positions = weights["embeddings.position_embeddings.weight"] \
        + weights["embeddings.token_type_embeddings.weight"][0]
    node("Gather", [constant("words", weights["embeddings.word_embeddings.weight"]), "ids"], "we")
    node("Shape", ["ids"], "shape", start=1, end=2)
    node("Slice", [constant("positions", positions), constant("zero", np.int64([0])), "shape",
                   constant("axis", np.int64([0]))], "pe")
    x = norm(node("Add", ["we", "pe"], "e"), "embeddings.LayerNorm", "x0")
    node("Cast", ["mask"], "m", to=TensorProto.FLOAT)
    node("Sub", ["m", constant("one", np.float32(1))], "m1")
    node("Mul", ["m1", constant("large", np.float32(1e9))], "m2")
    node("Unsqueeze", ["m2", constant("axes", np.int64([1, 2]))], "bias")
    split = constant("split", np.int64([0, 0, heads, size]))
    joined = constant("joined", np.int64([0, 0, width]))
    scale = constant("scale", np.float32(1 / np.sqrt(size)))
    for i in range(layers):
        p, o = f"encoder.layer.{i}.", f"l{i}."
        part = {}
        for name in ["query", "key", "value"]:
            y = linear(x, p + "attention.self." + name, o + name)
            y = node("Reshape", [y, split], o + name + ".r")
            order = [0, 2, 3, 1] if name == "key" else [0, 2, 1, 3]
            part[name] = node("Transpose", [y], o + name + ".t", perm=order)
        s = node("MatMul", [part["query"], part["key"]], o + "s")
        s = node("Add", [node("Mul", [s, scale], o + "ss"), "bias"], o + "sb")
        a = node("MatMul", [node("Softmax", [s], o + "p", axis=-1), part["value"]], o + "a")
        a = node("Reshape", [node("Transpose", [a], o + "at", perm=[0, 2, 1, 3]), joined], o + "ar")
        a = linear(a, p + "attention.output.dense", o + "ao")
        x = norm(node("Add", [a, x], o + "a+"), p + "attention.output.LayerNorm", o + "x")
        h = linear(x, p + "intermediate.dense", o + "h")
        e = node("Erf", [node("Mul", [h, constant("r", np.float32(np.sqrt(0.5)))], o + "hr")], o + "e")
        g = node("Mul", [h, node("Add", [e, "one"], o + "e1")], o + "g1")
        g = node("Mul", [g, constant("half", np.float32(0.5))], o + "g")
        y = linear(g, p + "output.dense", o + "y")
        x = norm(node("Add", [y, x], o + "y+"), p + "output.LayerNorm", f"x{i + 1}")
    graph = helper.make_graph(
        nodes, "encoder",
        [helper.make_tensor_value_info(n, TensorProto.INT64, ["b", "n"]) for n in ["ids", "mask"]],
        [helper.make_tensor_value_info(x, TensorProto.FLOAT, ["b", "n", width])],
        list(constants.values()))
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString()


def session_runner(model, threads):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return lambda ids, mask: session.run(None, {"ids": ids, "mask": mask})[0]


def onnx_runner(folder, threads):
    return session_runner(onnx_model(folder), threads)


def torch_module(folder):
    """The encoder as a PyTorch module from ids and mask to states, with PyTorch's own attention."""
    import torch
    from torch import nn
    from torch.nn import functional

    c, weights = config(folder), tensors(folder)
    width, heads = c["hidden_size"], c["num_attention_heads"]
    epsilon = c.get("layer_norm_eps", 1e-12)

    def tensor(name):
        return torch.from_numpy(weights[name].copy())

    def linear(*names):
        """One product for several, as fast programs do it."""
        weight = torch.cat([tensor(name + ".weight") for name in names])
        layer = nn.Linear(weight.shape[1], weight.shape[0])
        layer.weight.data, layer.bias.data = weight, torch.cat([tensor(n + ".bias") for n in names])
        return layer

    def norm(name):
        layer = nn.LayerNorm(width, eps=epsilon)
        layer.weight.data, layer.bias.data = tensor(name + ".weight"), tensor(name + ".bias")
        return layer

    class Layer(nn.Module):
        def __init__(self, p):
            super().__init__()
            own = p + "attention.self."
            self.projections = linear(own + "query", own + "key", own + "value")
            self.attended = linear(p + "attention.output.dense")
            self.norm = norm(p + "attention.output.LayerNorm")
            self.inner, self.output = linear(p + "intermediate.dense"), linear(p + "output.dense")
            self.last = norm(p + "output.LayerNorm")

        def forward(self, x, mask):
            b, n, _ = x.shape
            q, k, v = self.projections(x).view(b, n, 3, heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
            a = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
            x = self.norm(x + self.attended(a.transpose(1, 2).reshape(b, n, width)))
            return self.last(x + self.output(functional.gelu(self.inner(x))))

    class Encoder(nn.Module):
        def __init__(self):
            super().__init__()
            words = tensor("embeddings.word_embeddings.weight")
            self.words = nn.Embedding.from_pretrained(words)
            self.positions = nn.Parameter(
                tensor("embeddings.position_embeddings.weight")
                + tensor("embeddings.token_type_embeddings.weight")[0])
            self.norm = norm("embeddings.LayerNorm")
            self.layers = nn.ModuleList(
                Layer(f"encoder.layer.{i}.") for i in range(c["num_hidden_layers"]))

        def forward(self, ids, mask):
            x = self.norm(self.words(ids) + self.positions[:ids.shape[1]])
            mask = mask[:, None, None, :].bool()
            for layer in self.layers:
                x = layer(x, mask)
            return x

    return Encoder().eval()


def torch_runner(folder, threads, compiled=False):
    import torch

    torch.set_num_threads(threads)
    module = torch_module(folder)
    model = torch.compile(module, dynamic=True) if compiled else module

    def run(ids, mask):
        with torch.inference_mode():
            return model(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()
    return run


def exported_runner(folder, threads):
    """PyTorch's module as torch.onnx exports it, in onnxruntime."""
    import io

    import torch

    file = io.BytesIO()
    example = (torch.ones(2, 8, dtype=torch.int64), torch.ones(2, 8, dtype=torch.int64))
    axes = {name: {0: "b", 1: "n"} for name in ["ids", "mask"]}
    torch.onnx.export(
        torch_module(folder), example, file, dynamo=False, opset_version=17,
        input_names=["ids", "mask"], output_names=["states"], dynamic_axes=axes)
    return session_runner(file.getvalue(), threads)


def tokenize(folder, texts, longest=256):
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)
    return [encoding.ids for encoding in tokenizer.encode_batch(texts)]


def encode(run, ids, batch=32):
    """Unit vectors by the mean of the tokens, in batches of texts of similar length."""
    vectors = None
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    for start in range(0, len(ids), batch):
        chosen = order[start:start + batch]
        length = max(len(ids[i]) for i in chosen)
        table = np.zeros((len(chosen), length), np.int64)
        mask = np.zeros((len(chosen), length), np.int64)
        for row, i in enumerate(chosen):
            table[row, :len(ids[i])], mask[row, :len(ids[i])] = ids[i], 1
        states = run(table, mask)
        mean = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        if vectors is None:
            vectors = np.zeros((len(ids), states.shape[2]), np.float32)
        vectors[chosen] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    return vectors
