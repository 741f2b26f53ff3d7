"""Averages the weights of two points of one training: `python average.py runs/one/best.pt runs/one/last.pt runs/one/mean.pt`.

Names are found best early, trees late; the mean of both keeps most of either.
"""

import sys

import torch


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    one, other = (torch.load(path, weights_only=False) for path in sys.argv[1:3])
    mean = {name: (value + other["network"][name]) / 2 for name, value in one["network"].items()}
    results = {"of": [one["result"], other["result"]]}
    torch.save({"network": mean, "sizes": one["sizes"], "result": results, "arguments": one["arguments"]}, sys.argv[3])


if __name__ == "__main__":
    main()
