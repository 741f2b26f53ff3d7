"""The network: one encoder, four readers. Tensor names here are the names in the weights file.

    form features, word vector -> maxout, layer norm, with marks of the tables -> BiLSTM 1 -> BiLSTM 2 -> biaffine parser
                                                                        |            |
                                                     names (with marks again)        tags (of both layers)
"""

import torch
from torch import nn
from torch.nn import functional as F

import features
from data import N_MARKS, SET_IDS, TAGS
from vectors import WIDTH as N_VECTOR


class BiLstm(nn.Module):
    """One bidirectional layer without peepholes; products in bfloat16 where `half` (fast on processors with AMX)."""

    def __init__(self, n_in, n_hidden):
        super().__init__()
        self.lstm = nn.LSTM(n_in, n_hidden, bidirectional=True, batch_first=True)
        for name, weight in self.lstm.named_parameters():
            if "bias_ih" in name:
                nn.init.zeros_(weight)
                weight.data[n_hidden : 2 * n_hidden] = 1.0
            elif "bias_hh" in name:
                nn.init.zeros_(weight)
            elif "weight_hh" in name:
                for part in weight.data.split(n_hidden):
                    nn.init.orthogonal_(part)
            else:
                nn.init.xavier_uniform_(weight)

    def forward(self, x, half):
        weights = self.lstm._flat_weights
        if half:
            x, weights = x.bfloat16(), [w.bfloat16() for w in weights]
        start = x.new_zeros(2, x.shape[0], self.lstm.hidden_size)
        out = torch._VF.lstm(x, (start, start), weights, True, 1, 0.0, self.training, True, True)[0]
        return out.float()


def locked_dropout(x, p, training):
    """The same units are dropped at every place of a sentence."""
    if not training or p == 0:
        return x
    keep = x.new_empty(x.shape[0], 1, x.shape[2]).bernoulli_(1 - p)
    return x * (keep / (1 - p))


class Network(nn.Module):
    def __init__(self, n_words, n_upos, n_xpos, n_deprels, n_hidden=256, n_token=192, n_arc=192, n_label=64, n_ner=128,
                 dropout=0.33):
        super().__init__()
        self.dropout = dropout
        self.word = nn.Embedding(n_words, 96)
        self.affix = nn.ModuleDict({name: nn.Embedding(rows, 32) for name, rows in features.AFFIXES})
        self.ngram = nn.EmbeddingBag(features.NGRAM_ROWS, 48, mode="mean")
        for table in (self.word, *self.affix.values(), self.ngram):
            nn.init.normal_(table.weight, std=0.3)
        self.project = nn.Linear(96 + 32 * len(features.AFFIXES) + 48 + N_VECTOR, 2 * n_token)
        self.norm = nn.LayerNorm(n_token)
        self.encoder1 = BiLstm(n_token + N_MARKS, n_hidden)
        self.encoder2 = BiLstm(2 * n_hidden, n_hidden)
        self.upos = nn.Linear(4 * n_hidden, n_upos)
        self.xpos = nn.Linear(4 * n_hidden, n_xpos)
        self.early_upos = nn.Linear(2 * n_hidden, n_upos)  # training only
        self.early_xpos = nn.Linear(2 * n_hidden, n_xpos)  # training only
        self.arc_dep = nn.Linear(2 * n_hidden, n_arc)
        self.arc_head = nn.Linear(2 * n_hidden, n_arc)
        self.arc_pair = nn.Linear(n_arc, n_arc)  # its bias is the score of a head as such
        self.root = nn.Parameter(torch.zeros(2 * n_hidden))
        self.label_dep = nn.Linear(2 * n_hidden, n_label)
        self.label_head = nn.Linear(2 * n_hidden, n_label)
        self.label_pair = nn.Linear(n_label + 1, n_deprels * (n_label + 1), bias=False)
        nn.init.normal_(self.label_pair.weight, std=0.05)
        self.n_deprels = n_deprels
        self.name_set = nn.Embedding(len(SET_IDS) + 1, 16)
        nn.init.normal_(self.name_set.weight, std=0.3)
        self.name_encoder = BiLstm(2 * n_hidden + N_MARKS + 16, n_ner)
        self.name_tag = nn.Linear(2 * n_ner, len(TAGS))
        self.pretrained = None  # of a teacher alone (teacher.py)

    def embed(self, words, affixes, ngrams, offsets, vectors):
        """Vectors of forms, one a row; `vectors` are those of the table that is not learned, 0 for words it lacks."""
        parts = [self.word(words)]
        parts += [table(affixes[:, i]) for i, table in enumerate(self.affix.values())]
        parts += [self.ngram(ngrams, offsets), vectors]
        x = self.project(torch.cat(parts, 1))
        n = x.shape[1] // 2
        return self.norm(torch.maximum(x[:, :n], x[:, n:]))

    def encode(self, x, marks, half):
        """x: (sentences, tokens, n_token), marks: (sentences, tokens, N_MARKS) -> both layers' states."""
        drop = lambda t: locked_dropout(t, self.dropout, self.training)
        first = drop(self.encoder1(torch.cat((drop(x), marks), 2), half))
        return first, drop(self.encoder2(first, half))

    def tags(self, first, second):
        both = torch.cat((first, second), 2)
        return self.upos(both), self.xpos(both)

    def arcs(self, second):
        """Scores (sentences, tokens, tokens + 1) of every head for every token; head 0 is the root."""
        drop = lambda t: locked_dropout(t, self.dropout, self.training)
        root = self.root.expand(second.shape[0], 1, -1)
        heads = torch.cat((root, second), 1)
        dep = drop(F.leaky_relu(self.arc_dep(second), 0.1))
        head = drop(F.leaky_relu(self.arc_head(heads), 0.1))
        return self.arc_pair(dep) @ head.transpose(1, 2)

    def labels(self, second, heads):
        """Scores (sentences, tokens, deprels) given each token's head."""
        drop = lambda t: locked_dropout(t, self.dropout, self.training)
        root = self.root.expand(second.shape[0], 1, -1)
        states = torch.cat((root, second), 1)
        one = second.new_ones(*second.shape[:2], 1)
        dep = torch.cat((drop(F.leaky_relu(self.label_dep(second), 0.1)), one), 2)
        head = drop(F.leaky_relu(self.label_head(states), 0.1))
        head = torch.gather(head, 1, heads.unsqueeze(2).expand(-1, -1, head.shape[2]))
        head = torch.cat((head, one), 2)
        pair = self.label_pair(dep).view(*dep.shape[:2], self.n_deprels, -1)
        return (pair @ head.unsqueeze(3)).squeeze(3)

    def names(self, first, marks, set_ids, half):
        """Scores (sentences, tokens, tags) from the first layer's states, the marks, and whose conventions hold."""
        ids = self.name_set(set_ids).unsqueeze(1).expand(-1, first.shape[1], -1)
        x = self.name_encoder(torch.cat((first, marks, ids), 2), half)
        return self.name_tag(locked_dropout(x, self.dropout, self.training))
