"""PyTorch on the work of seed 3: the classifier for 10 epochs, then the auto-encoder of its features for 20.

Usage: python3 digits_pytorch.py IMAGES LABELS THREADS
IMAGES holds a byte a pixel, 784 a digit; LABELS a byte a digit. Prints one JSON object: seconds of the
clock and of the processor, the accuracy on the digits trained on, and the mean loss of the last epoch.

Digits are held as float32 tensors and batches are taken by index, without a DataLoader, which would take
longer than the training; Adam is the fused one.
"""
import json
import resource
import sys
import time

import torch
from torch import nn

images_file, labels_file, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
torch.set_num_threads(threads)
torch.manual_seed(0)
batch = 64


class TanhRelu(nn.Module):
    def forward(self, x):
        return torch.relu(torch.tanh(x))


def train(network, rate, epochs, count, loss_of):
    optimiser = torch.optim.Adam(network.parameters(), lr=rate, fused=True)
    for _ in range(epochs):
        order = torch.randperm(count)
        losses = []
        for start in range(0, count, batch):
            optimiser.zero_grad()
            loss = loss_of(order[start : start + batch])
            loss.backward()
            optimiser.step()
            losses.append(loss.detach())
    return torch.stack(losses).mean().item()


def load(path):
    return torch.frombuffer(bytearray(open(path, "rb").read()), dtype=torch.uint8)


x = load(images_file).view(-1, 784).float() / 255
y = load(labels_file).long()
count = len(y)

begun, cpu = time.perf_counter(), time.process_time()
classifier = nn.Sequential(nn.Linear(784, 49), TanhRelu(), nn.Linear(49, 10))
train(classifier, 1e-3, 10, count, lambda rows: nn.functional.cross_entropy(classifier(x[rows]), y[rows]))
with torch.no_grad():
    features = classifier[:2](x)
    accuracy = (classifier(x).argmax(1) == y).float().mean().item()
auto_encoder = nn.Sequential(nn.Linear(49, 2), nn.Tanh(), nn.Linear(2, 49), TanhRelu())
loss = train(
    auto_encoder,
    1e-4,
    20,
    count,
    lambda rows: nn.functional.mse_loss(auto_encoder(features[rows]), features[rows]),
)
print(
    json.dumps(
        {
            "version": torch.__version__,
            "seconds": time.perf_counter() - begun,
            "cpuSeconds": time.process_time() - cpu,
            "accuracy": accuracy,
            "loss": loss,
            "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            / (2**20 if sys.platform == "darwin" else 2**10),
        }
    )
)
