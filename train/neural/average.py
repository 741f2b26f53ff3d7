"""Averages the weights of points of one training: `python average.py runs/two/1.1M.pt runs/two/2.2M.pt runs/two/mean.pt`.

Names are found best early, trees late; the mean of several points keeps most of each.
"""

import sys

import torch


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    *points, out = sys.argv[1:]
    states = [torch.load(path, weights_only=False, map_location="cpu") for path in points]
    mean = {name: sum(s["network"][name] for s in states) / len(states) for name in states[0]["network"]}
    result = {"of": [s["result"] for s in states]}
    torch.save({"network": mean, "sizes": states[0]["sizes"], "result": result, "arguments": states[0]["arguments"]}, out)


if __name__ == "__main__":
    main()
