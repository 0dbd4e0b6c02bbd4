# Writes scikit-learn's view of every sample into its .expected.json: an independent judge of the planted oddities.
# Run by a person, once after the samples change: python3 src/lab/score_samples.py (needs scikit-learn).
import json
import pathlib

import numpy
import sklearn
from sklearn.ensemble import IsolationForest

FEATURES = ["size", "proto"]
PARAMETERS = {"n_estimators": 100, "max_samples": 256}
SEEDS = 10

folder = pathlib.Path(__file__).resolve().parents[2] / "samples"
for expected_file in sorted(folder.glob("*.expected.json")):
    expected = json.loads(expected_file.read_text())
    batch_file = expected_file.with_name(expected_file.name.replace(".expected", ""))
    if not batch_file.exists():
        continue  # What stands beside a capture is tshark's.
    items = json.loads(batch_file.read_text())["items"]
    rows = numpy.array([[item[name] for name in FEATURES] for item in items], dtype=numpy.float32)
    parameters = {**PARAMETERS, "max_samples": min(PARAMETERS["max_samples"], len(rows))}
    scores = numpy.array(
        [-IsolationForest(random_state=seed, **parameters).fit(rows).score_samples(rows) for seed in range(SEEDS)]
    )
    # Rank 1 is the oddest; of equal scores each gets the worst place.
    ranks = (scores[:, None, :] >= scores[:, :, None]).sum(axis=2)
    expected["scikit_learn"] = {
        "version": sklearn.__version__,
        "parameters": parameters,
        "features": FEATURES,
        "seeds": SEEDS,
        "planted": [
            {
                "row": row,
                "mean_score": round(float(scores[:, row].mean()), 4),
                "mean_rank": round(float(ranks[:, row].mean()), 1),
                "worst_rank": int(ranks[:, row].max()),
            }
            for row in (planted["row"] for planted in expected["planted"])
        ],
    }
    expected_file.write_text(json.dumps(expected, indent=2, ensure_ascii=False) + "\n")
    print(expected_file.name, *expected["scikit_learn"]["planted"], sep="\n  ")
