# Prints, as JSON, what kind of trees scikit-learn grows on labelled sets; the lab "outliers" runs it (see tree-figures.ts).
# python3 tree_figures.py SEEDS NAME.csv.gz ... Exit code 3: this Python has no scikit-learn.
import gzip
import json
import math
import sys

try:
    import numpy
    import sklearn
    from sklearn.ensemble import IsolationForest
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)

PSI = 256


def measure_tree(tree, psi, low, high, figures, leaves_at_depth):
    # scikit-learn stores a parent before its children.
    depths = numpy.zeros(tree.node_count, dtype=int)
    left, right = tree.children_left, tree.children_right
    for node in numpy.flatnonzero(left >= 0):
        depths[left[node]] = depths[right[node]] = depths[node] + 1
    is_leaf = left < 0
    leaf_depths = depths[is_leaf]
    for depth, count in enumerate(numpy.bincount(leaf_depths)):
        leaves_at_depth[depth] += int(count)
    figures["nodes"].append(int(tree.node_count))
    figures["leafDepth"].append(float(leaf_depths.mean()))
    figures["rowDepth"].append(float((leaf_depths * tree.n_node_samples[is_leaf]).sum() / psi))
    figures["depthSpread"].append(float(leaf_depths.std()))
    figures["deepestShare"].append(float((leaf_depths == math.ceil(math.log2(max(psi, 2)))).mean()))
    feature = int(tree.feature[0]) if left[0] >= 0 else -1
    figures["rootFeature"].append(feature)
    if feature >= 0:
        position = (tree.threshold[0] - low[feature]) / (high[feature] - low[feature])
        figures["rootPosition"].append(float(position))
        figures["rootShare"].append(float(tree.n_node_samples[left[0]] / psi))


def measure_set(path, seeds):
    with gzip.open(path, "rt") as file:
        table = numpy.loadtxt(file, delimiter=",", skiprows=1)
    rows = table[:, :-1].astype(numpy.float32)
    psi = min(PSI, len(rows))
    low, high = rows.min(axis=0).astype(float), rows.max(axis=0).astype(float)
    names = "nodes leafDepth rowDepth depthSpread deepestShare rootFeature rootPosition rootShare".split()
    figures = {name: [] for name in names}
    leaves_at_depth = [0] * (math.ceil(math.log2(max(psi, 2))) + 1)
    for seed in range(seeds):
        forest = IsolationForest(n_estimators=100, max_samples=psi, random_state=seed).fit(rows)
        for estimator in forest.estimators_:
            measure_tree(estimator.tree_, psi, low, high, figures, leaves_at_depth)
    return {"figures": figures, "leavesAtDepth": leaves_at_depth}


seeds, paths = int(sys.argv[1]), sys.argv[2:]
print(json.dumps({"version": sklearn.__version__, "sets": [measure_set(path, seeds) for path in paths]}))
