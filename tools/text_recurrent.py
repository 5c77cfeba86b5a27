"""Let a recurrent network read the course, and freeze what it pays: data/text_recurrent.npz. PyTorch is needed.

    python tools/text_recurrent.py

One layer of 384 long short-term memory units (LSTM) goes through the text letter by letter and carries its state
along. Its setting is what such networks usually have and was not tuned; the epoch that is kept is the one after which
lecture 6 costs least. On one core of an AMD EPYC it takes five minutes of processor time.
"""

import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from course_nn.lectures.everybody.alphabet import LETTERS, Corpus, corpus
from course_nn.lectures.everybody.demos.readers.recorded import NUMBERS, UNITS

FROZEN = Path(__file__).parents[1] / "course_nn" / "data" / "text_recurrent.npz"
DROPOUT, EPOCHS = 0.35, 18
STREAMS, PIECE = 32, 64  # texts that are read side by side, letters a step
RATE, DECAY, LARGEST = 4e-3, 0.01, 1.0  # at first; of AdamW; norm to which a gradient is cut


class Recurrent(nn.Module):
    """Each letter becomes numbers; LSTM units remember; a dense layer says what comes next."""

    def __init__(self):
        super().__init__()
        self.embed, self.lstm = nn.Embedding(len(LETTERS), NUMBERS), nn.LSTM(NUMBERS, UNITS, batch_first=True)
        self.drop, self.out = nn.Dropout(DROPOUT), nn.Linear(UNITS, len(LETTERS))

    def forward(self, letters: torch.Tensor, state: tuple | None = None) -> tuple:
        """Letters (B, T) and a state -> logits (B, T, K) of each next letter, and the state after them."""
        remembered, state = self.lstm(self.drop(self.embed(letters)), state)
        return self.out(self.drop(remembered)), state


def paid(network: Recurrent, letters: np.ndarray) -> np.ndarray:
    """The bits of each letter of a text, read from its beginning: (N,)."""
    network.eval()
    before = torch.from_numpy(np.append(0, letters[:-1]))  # a space stands before the beginning
    with torch.no_grad():
        logits, _ = network(before[None])
    return cross_entropy(logits[0], torch.from_numpy(letters), reduction="none").numpy() / np.log(2)


def epoch(network: Recurrent, streams: torch.Tensor, optimizer, schedule) -> None:
    """Read all streams once, piece by piece; the state is carried on, the gradient is not."""
    network.train()
    state = None
    for start in range(0, streams.shape[1] - 1, PIECE):
        piece = streams[:, start : start + PIECE + 1]
        logits, state = network(piece[:, :-1], state)
        state = tuple(part.detach() for part in state)
        optimizer.zero_grad()
        cross_entropy(logits.flatten(0, 1), piece[:, 1:].flatten()).backward()
        nn.utils.clip_grad_norm_(network.parameters(), LARGEST)
        optimizer.step()
        schedule.step()


def trained(text: Corpus, epochs: int = EPOCHS, seed: int = 0) -> tuple[np.ndarray, list]:
    """What a training costs and what it brings, epoch by epoch.

    returns : rows of CPU seconds and bits a letter of lectures 7 and 6 after each epoch: (epochs, 3);
              and the bits of each letter of both lectures after the epoch that makes lecture 6 cheapest
    """
    torch.manual_seed(seed)
    network = Recurrent()
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    length = len(text.train) // STREAMS
    streams = torch.from_numpy(text.train[: STREAMS * length].reshape(STREAMS, length))
    steps = epochs * -(-(length - 1) // PIECE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    rows, best, seconds = [], [], 0.0
    for _ in range(epochs):
        start = time.process_time()
        epoch(network, streams, optimizer, schedule)
        seconds += time.process_time() - start
        each = [paid(network, lecture) for lecture in (text.test, text.choice)]
        rows.append((seconds, *(bits.mean() for bits in each)))
        best = each if rows[-1][2] == min(row[2] for row in rows) else best
        print(*(f"{number:.3f}" for number in rows[-1]), flush=True)
    return np.array(rows), best


def freeze() -> None:
    """Write the file: rows as float32, bits of each letter as float16."""
    torch.set_num_threads(1)
    text = corpus()
    rows, paid = trained(text)
    test, choice = (bits.astype(np.float16) for bits in paid)
    np.savez_compressed(FROZEN, rows=rows.astype(np.float32), test=test, choice=choice)


if __name__ == "__main__":
    freeze()
    print(f"{FROZEN.name}: {FROZEN.stat().st_size / 1000:.0f} kB")
