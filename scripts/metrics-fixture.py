#!/usr/bin/env python3
"""Makes Tests/PipelineTests/Golden/data/decision_metrics.json: numbers of
scikit-learn and SciPy on random data, which the tests hold ours against.

    python3 -m venv venv && venv/bin/pip install numpy scipy scikit-learn
    venv/bin/python scripts/metrics-fixture.py
"""
import json
import os
import warnings

import numpy as np
import scipy.stats
import sklearn
import sklearn.metrics as m
from sklearn.calibration import _sigmoid_calibration
from sklearn.isotonic import IsotonicRegression

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20261124)
N, L, T, K = 30, 12, 0.55, 3
truth = (rng.random((N, L)) < np.linspace(0.45, 0.02, L)).astype(int)
truth[truth.sum(1) == 0, 0] = 1
# Distinct scores, so that no metric depends on the order of equal ones.
scores = rng.permutation(N * L).reshape(N, L) / (N * L) * 0.6 + truth * 0.25
scores = np.round(scores + np.arange(L) * 1e-6, 7).astype(np.float32).astype(float)
predicted = (scores > T).astype(int)


def sets(p):
    out = {}
    for name in ["micro", "macro", "samples"]:
        labels = np.flatnonzero(truth.sum(0) > 0) if name == "macro" else None
        a, b, c, _ = m.precision_recall_fscore_support(
            truth, p, average=name, zero_division=0, labels=labels)
        key = "example" if name == "samples" else name
        out |= {key + "Precision": a, key + "Recall": b, key + "F1": c}
    out["accuracy"] = m.jaccard_score(truth, p, average="samples", zero_division=0)
    out["subsetAccuracy"] = m.accuracy_score(truth, p)
    out["hammingLoss"] = m.hamming_loss(truth, p)
    occurring = truth.sum(0) > 0
    out["hammingLossPerTrueLabel"] = out["hammingLoss"] * truth.size / truth.sum()
    means = out["examplePrecision"], out["exampleRecall"]
    out["f1OfMeans"] = 2 * means[0] * means[1] / sum(means)
    out["predictedPerDocument"], out["truePerDocument"] = p.sum(1).mean(), truth.sum(1).mean()
    out["labelCoverage"] = ((truth * p).sum(0) > 0)[occurring].mean()
    return out


order = np.argsort(-scores, axis=1)


def best(k):
    """The k best labels of each document."""
    top = np.zeros_like(predicted)
    np.put_along_axis(top, order[:, :k], 1, axis=1)
    return top


top = best(K)

# Propensities (Jain et al. 2016); the normalisation of psNdcg is that of the
# Extreme Classification Repository's scripts.
counts = rng.integers(0, 200, L)
documents, A, B = 500, 0.55, 1.5
C = (np.log(documents) - 1) * (B + 1) ** A
weights = 1 + C * np.exp(-A * np.log(counts + B))


def propensity(k):
    heaviest = np.argsort(-(truth * weights), axis=1)
    p, pb, n, nb = 0.0, 0.0, 0.0, 0.0
    for d in range(N):
        size = int(truth[d].sum())
        ideal = sum(1 / np.log2(i + 2) for i in range(min(k, size)))
        for i in range(k):
            gain = truth[d, order[d, i]] * weights[order[d, i]]
            most = truth[d, heaviest[d, i]] * weights[heaviest[d, i]]
            p += gain
            pb += most
            n += gain / np.log2(i + 2) / ideal
            nb += most / np.log2(i + 2) / ideal
    return p / pb, n / nb


ranking = {
    "averagePrecision": m.label_ranking_average_precision_score(truth, scores),
    "coverage": m.coverage_error(truth, scores),
    "rankingLoss": m.label_ranking_loss(truth, scores),
    # With one relevant label a document, the best true one, LRAP is 1/rank of it.
    "reciprocalRank": m.label_ranking_average_precision_score(
        np.eye(L, dtype=int)[(scores * truth).argmax(1)], scores),
}
for k in [1, 3, 5, 10]:
    # scikit-learn divides by the gain of all |Y| labels at the top, cut at k.
    for name, score in ("precision", m.precision_score), ("recall", m.recall_score):
        ranking[f"{name}@{k}"] = score(truth, best(k), average="samples", zero_division=0)
    ranking[f"ndcg@{k}"] = m.ndcg_score(truth, scores, k=k)
    ranking[f"psPrecision@{k}"], ranking[f"psNdcg@{k}"] = propensity(k)

# A small hierarchy with a diamond and a cycle.
pairs = [(0, 4), (1, 4), (4, 7), (2, 5), (5, 7), (5, 2), (9, 10), (10, 11)]
closure = np.eye(L, dtype=bool)
for a, b in pairs:
    closure[a, b] = True
for _ in range(L):
    closure = (closure.astype(int) @ closure.astype(int)) > 0
up_truth = (truth @ closure > 0).astype(int)
up_predicted = (predicted @ closure > 0).astype(int)
hp, hr, hf, _ = m.precision_recall_fscore_support(
    up_truth, up_predicted, average="micro", zero_division=0)
hierarchical = [
    hp, hr, hf, m.f1_score(up_truth, up_predicted, average="samples", zero_division=0)]

# Calibration on all pairs.
x, y = scores.ravel(), truth.ravel()
# scikit-learn's is 1 / (1 + exp(a f + b)), fitted to Platt's targets.
a, b = _sigmoid_calibration(np.log(x / (1 - x)), y)
grid = np.linspace(0.02, 0.98, 25)
isotonic = IsotonicRegression(out_of_bounds="clip").fit(x, y).predict(grid)

tests = []
for n in [2, 5, 8, 10, 40]:
    one = rng.normal(0.60, 0.03, n)
    two = one + rng.normal(0.01, 0.02, n)
    if n in (8, 40):  # ties and zeros
        one, two = np.round(one, 2), np.round(two, 2)
    d = one - two
    entry = {"a": one.tolist(), "b": two.tolist()}
    entry["t"] = scipy.stats.ttest_rel(one, two).pvalue
    kept = d[np.abs(d) > 1e-12]
    ranks = scipy.stats.rankdata(np.round(np.abs(kept), 10))
    observed = ranks[kept > 0].sum()
    if len(kept) <= 20:
        # The exact distribution, ties and all, by counting all signs.
        sums = np.array([0.0])
        for r in ranks:
            sums = np.concatenate([sums, sums + r])
        low = (sums <= observed + 1e-9).mean()
        high = (sums >= observed - 1e-9).mean()
        entry["wilcoxon"] = float(min(1, 2 * min(low, high)))
    else:
        entry["wilcoxon"] = scipy.stats.wilcoxon(
            np.round(kept, 10), method="approx", correction=True).pvalue
    tests.append(entry)

fixture = {
    "note": f"scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}; "
            "made by scripts/metrics-fixture.py",
    "scores": np.round(scores, 7).tolist(),
    "truth": [np.flatnonzero(r).tolist() for r in truth],
    "threshold": T, "k": K, "decided": sets(predicted), "top": sets(top),
    "ranking": ranking, "counts": counts.tolist(), "documents": documents,
    "pairs": pairs, "hierarchical": hierarchical,
    "platt": [a, b], "grid": grid.tolist(), "isotonic": isotonic.tolist(), "tests": tests,
}
path = os.path.join(
    os.path.dirname(__file__), "..", "Tests/PipelineTests/Golden/data/decision_metrics.json")
with open(path, "w") as file:
    json.dump(fixture, file, default=float)
    file.write("\n")
