# Writes small forests of scikit-learn with its answers into src/model/testing: peers for reading, scoring and explaining.
# Run by a person: python3 src/lab/scikit_forests.py && npx prettier --write src/model/testing/*.json (needs scikit-learn).
#
# Each document is what README.md's export_forest writes, and beside it: rows (float32 values), scoreSamples,
# decisionFunction, predict, and shap {rows, expectedValue, values[row][feature]}: exact Shapley values of the mean path
# length E[h] of the first `rows` rows, by enumerating all sets of features. A node whose feature is not in the set goes both
# ways, weighted by `samples` (path-dependent TreeSHAP of Lundberg et al. 2018, algorithm 1, without its short cuts).
import itertools
import json
import math
import pathlib

import numpy
import sklearn
from sklearn.ensemble import IsolationForest

folder = pathlib.Path(__file__).resolve().parents[1] / "model" / "testing"
random = numpy.random.default_rng(20260731)


# From here to the two empty lines it stands in README.md too, to the letter.
def export_forest(forest, path, feature_names=("size", "proto")):
    trees = []
    for estimator, columns in zip(forest.estimators_, forest.estimators_features_):
        tree = estimator.tree_
        trees.append({
            "feature": [int(columns[f]) if f >= 0 else -2 for f in tree.feature],
            "threshold": tree.threshold.tolist(),
            "left": tree.children_left.tolist(),
            "right": tree.children_right.tolist(),
            "samples": tree.n_node_samples.tolist(),
        })
    with open(path, "w") as file:
        json.dump({
            "madeWith": f"scikit-learn {sklearn.__version__}",
            "features": forest.n_features_in_,
            "featureNames": list(feature_names),
            "maxSamples": int(forest.max_samples_),
            "contamination": forest.contamination,
            "offset": float(forest.offset_),
            "trees": trees,
        }, file)


def normal_length(rows):
    """c(n) of Liu, Ting and Zhou 2008, equation 1."""
    if rows <= 2:
        return float(rows == 2)
    return 2 * (math.log(rows - 1) + numpy.euler_gamma) - 2 * (rows - 1) / rows


def expect_length(tree, row, known, node=0, depth=0):
    """E[h] of a tree when only the features of `known` are told."""
    left, right = tree["left"][node], tree["right"][node]
    if left == -1:
        return depth + normal_length(tree["samples"][node])
    feature = tree["feature"][node]
    if feature in known:
        child = left if row[feature] <= tree["threshold"][node] else right
        return expect_length(tree, row, known, child, depth + 1)
    both = [expect_length(tree, row, known, child, depth + 1) * tree["samples"][child] for child in (left, right)]
    return sum(both) / tree["samples"][node]


def explain(trees, row):
    """The expected value, and the Shapley value of each feature."""
    features = range(len(row))
    worth = {
        known: sum(expect_length(tree, row, known) for tree in trees) / len(trees)
        for size in range(len(row) + 1)
        for known in itertools.combinations(features, size)
    }
    values = []
    for feature in features:
        value = 0
        for known in worth:
            if feature not in known:
                others = len(row) - len(known) - 1
                weight = math.factorial(len(known)) * math.factorial(others) / math.factorial(len(row))
                value += weight * (worth[tuple(sorted((*known, feature)))] - worth[known])
        values.append(value)
    return worth[()], values


def packets(count):
    proto = random.choice([6, 17, 1, 47], count, p=[0.8, 0.17, 0.02, 0.01])
    size = numpy.where(proto == 6, random.choice([60, 66, 583, 1514], count), random.integers(60, 520, count))
    size[:3] = [9000, 4000, 20]
    return numpy.column_stack([size, proto])


def sensors(count):
    usual = random.normal(size=(count, 3)) * [1, 10, 0.1] + [0, -50, 3]
    usual[:4] *= [5, 1, 4]
    return usual


def edges(count):
    """Neighbours in float32, the largest and smallest floats, both zeros, and many duplicates."""
    whole = 16777216 + random.integers(-3, 8, count)
    wide = random.choice([3.4028234e38, -3.4028234e38, 1e30, -1e-30, 1e-45, 0.0, -0.0, 1.0, 1.0000001], count)
    return numpy.column_stack([whole, wide])


cases = {
    "scikit-packets": (packets(600), ["size", "proto"], dict(n_estimators=9, max_samples=24, contamination=0.05)),
    "scikit-bootstrap": (
        sensors(300),
        ["first", "second", "third"],
        dict(n_estimators=9, max_samples=24, bootstrap=True, max_features=2),
    ),
    "scikit-edges": (edges(400), ["whole", "wide"], dict(n_estimators=8, max_samples=24, contamination=0.1)),
}
for name, (table, names, options) in cases.items():
    table = table.astype(numpy.float32)
    forest = IsolationForest(random_state=11, **options).fit(table)
    path = folder / f"{name}.json"
    export_forest(forest, path, names)
    document = json.loads(path.read_text())
    rows = table[:30]
    explained = [explain(document["trees"], row) for row in rows[:8]]
    lengths = -numpy.log2(-forest.score_samples(rows[:8])) * normal_length(document["maxSamples"])
    for (expected, values), length in zip(explained, lengths):
        assert abs(expected + sum(values) - length) < 1e-9, (name, expected, values, length)
    document |= dict(
        rows=rows.astype(float).tolist(),
        scoreSamples=forest.score_samples(rows).tolist(),
        decisionFunction=forest.decision_function(rows).tolist(),
        predict=forest.predict(rows).tolist(),
        shap=dict(rows=8, expectedValue=explained[0][0], values=[values for _, values in explained]),
    )
    path.write_text(json.dumps(document) + "\n")
    print(name, table.shape, "marked", int((forest.predict(table) < 0).sum()))
