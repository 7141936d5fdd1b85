#!/usr/bin/env python3
# Makes Tests/PipelineTests/Golden/encoder: a tiny BERT with random weights, what onnxruntime
# and the tokenizers package make of some texts with it, and the same network as a DistilBERT
# in half precision. Needs numpy, onnx, onnxruntime and tokenizers.
#
#     scripts/encoder-fixture.py Tests/PipelineTests/Golden/encoder
import json
import os
import sys

import numpy as np

import encoder_reference as reference

WIDTH, LAYERS, HEADS, INNER, POSITIONS = 20, 2, 4, 28, 24
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", ",", "!", "'", "-", "a", "b", "c", "d",
          "e", "##a", "##b", "##c", "##d", "##e", "the", "word", "##s", "##ing", "learn", "tag",
          "deep", "un", "##aff", "##able", "strasse", "##ß", "gr", "##o", "o", "深", "学", "习",
          "ψ", "й", "и", "ab", "abc", "##bc", "title", "sentence", "graph", "network", "music",
          "film", "tree", "##e", "alpha", "beta", "gamma"]
TEXTS = ["The words, learning!", "UNAFFABLE unaffabl", "深学习 deep", "GRÜ ψ Й", "", "abcabcd [SEP] a[MASK]b",
         "tag " * 40, "don't - e\u0301 \u200bb\u00a0c", "straße STRASSE", "alpha beta gamma."]


def write(folder, name, value):
    os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(value if isinstance(value, str) else
                   json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def safetensors(path, tensors, kind):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, value in tensors.items():
        value = np.ascontiguousarray(value, np.float32)
        raw = {"F32": value.tobytes, "F16": value.astype(np.float16).tobytes,
               "BF16": (value.view(np.uint32) >> 16).astype(np.uint16).tobytes}[kind]()
        header[name] = {"dtype": kind, "shape": list(value.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + data)


def main(folder):
    vocabulary = list(dict.fromkeys(PIECES))
    random = np.random.RandomState(1)

    def draw(*shape):
        # Few bits: exact in every format.
        return random.randint(-24, 25, shape).astype(np.float32) / 64

    t = {"embeddings.word_embeddings.weight": draw(len(vocabulary), WIDTH),
         "embeddings.position_embeddings.weight": draw(POSITIONS, WIDTH),
         "embeddings.token_type_embeddings.weight": draw(2, WIDTH)}

    def norm(name):
        t[name + ".weight"], t[name + ".bias"] = 1 + draw(WIDTH), draw(WIDTH)

    def linear(name, inputs, outputs):
        t[name + ".weight"], t[name + ".bias"] = draw(outputs, inputs), draw(outputs)

    norm("embeddings.LayerNorm")
    for i in range(LAYERS):
        p = f"encoder.layer.{i}."
        for name in ["query", "key", "value"]:
            linear(p + "attention.self." + name, WIDTH, WIDTH)
        linear(p + "attention.output.dense", WIDTH, WIDTH)
        norm(p + "attention.output.LayerNorm")
        linear(p + "intermediate.dense", WIDTH, INNER)
        linear(p + "output.dense", INNER, WIDTH)
        norm(p + "output.LayerNorm")
    t["pooler.dense.weight"] = draw(WIDTH, WIDTH)

    bert = os.path.join(folder, "bert")
    write(bert, "config.json", {
        "model_type": "bert", "hidden_size": WIDTH, "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS, "intermediate_size": INNER, "hidden_act": "gelu",
        "max_position_embeddings": POSITIONS, "type_vocab_size": 2, "layer_norm_eps": 1e-12,
        "vocab_size": len(vocabulary), "position_embedding_type": "absolute"})
    special = [{"id": i, "content": vocabulary[i], "special": True, "single_word": False,
                "lstrip": False, "rstrip": False, "normalized": False} for i in range(5)]
    write(bert, "tokenizer.json", {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True,
                       "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100,
                  "vocab": {piece: i for i, piece in enumerate(vocabulary)}}})
    module = "sentence_transformers.models."
    modules = [{"idx": 0, "name": "0", "path": "", "type": module + "Transformer"},
               {"idx": 1, "name": "1", "path": "1_Pooling", "type": module + "Pooling"},
               {"idx": 2, "name": "2", "path": "2_Normalize", "type": module + "Normalize"}]
    write(bert, "modules.json", modules)
    write(bert, "1_Pooling/config.json", {
        "word_embedding_dimension": WIDTH, "pooling_mode_cls_token": False,
        "pooling_mode_mean_tokens": True, "pooling_mode_max_tokens": False})
    write(bert, "sentence_bert_config.json", {"max_seq_length": 20, "do_lower_case": False})
    safetensors(os.path.join(bert, "model.safetensors"), t, "F32")

    distil = os.path.join(folder, "distilbert")
    write(distil, "config.json", {
        "model_type": "distilbert", "dim": WIDTH, "n_layers": LAYERS, "n_heads": HEADS,
        "hidden_dim": INNER, "activation": "gelu", "max_position_embeddings": POSITIONS,
        "vocab_size": len(vocabulary)})
    write(distil, "vocab.txt", "".join(piece + "\n" for piece in vocabulary))
    write(distil, "tokenizer_config.json", {"do_lower_case": True, "model_max_length": 20,
                                            "tokenizer_class": "DistilBertTokenizer"})
    write(distil, "modules.json", modules[:2])
    write(distil, "1_Pooling/config.json", {"embedding_dimension": WIDTH, "pooling_mode": "cls"})
    t.pop("pooler.dense.weight")
    renamed = {}
    for name, value in t.items():
        for old, new in [("encoder.layer", "transformer.layer"), ("attention.self.query", "attention.q_lin"),
                         ("attention.self.key", "attention.k_lin"),
                         ("attention.self.value", "attention.v_lin"),
                         ("attention.output.dense", "attention.out_lin"),
                         ("attention.output.LayerNorm", "sa_layer_norm"),
                         ("intermediate.dense", "ffn.lin1")]:
            name = name.replace(old, new)
        if "transformer" in name:
            name = name.replace(".output.dense", ".ffn.lin2") \
                .replace(".output.LayerNorm", ".output_layer_norm")
        renamed["distilbert." + name] = value
    segments = renamed.pop("distilbert.embeddings.token_type_embeddings.weight")
    renamed["distilbert.embeddings.position_embeddings.weight"] = \
        renamed["distilbert.embeddings.position_embeddings.weight"] + segments[0]
    safetensors(os.path.join(distil, "model.safetensors"), renamed, "F16")

    ids = reference.tokenize(bert, TEXTS, 20)
    run = reference.onnx_runner(bert, 1)
    first = [run(np.int64([i]), np.ones((1, len(i)), np.int64))[0, 0] for i in ids]
    write(folder, "expected.json", {
        "texts": TEXTS, "ids": ids,
        "mean": [[round(float(v), 7) for v in row] for row in reference.encode(run, ids)],
        "first": [[round(float(v), 6) for v in row] for row in first]})


main(sys.argv[1])
