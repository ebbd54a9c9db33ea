"""PyTorch's side of the comparison: nn.LSTM, its last step, a linear head, mean squared error.

Reads one command per line and answers each with one line, all of them JSON objects:

    {"do": "load", "steps": T, "sequences": N, "inputs": I, "hidden": H, "precision": "STRICT",
     "part": "STEP", "rate": 0.0001, "norm": 1.0}
        {"ways": ["eager", ...], "checks": {"eager": [...], ...}, "refused": {"graph": "why"}}
    {"do": "time", "way": "eager", "count": 50}
        {"milliseconds": 12.3}

The first line says what is here: {"torch": "2.11.0 ..."} or {"missing": "why"}. What goes wrong is
answered by {"error": "what"}. Everything a step reads is written to one of two slots in pinned
memory and copied from there, as Carousel does; the way called resident copies nothing.
"""

import contextlib
import json
import math
import sys
import time

try:
    import torch
    from torch import nn
except ImportError as problem:
    print(json.dumps({"missing": "%s: %s" % (type(problem).__name__, problem)}), flush=True)
    sys.exit(0)

SLOTS = 2
WARM_UPS = 3
FEATURES = 10
TARGETS = 11
LOW = 0xFFFFFFFF
NARROW = {"FP16": torch.float16, "BF16": torch.bfloat16}


def numbers(tensor, shape, device):
    """Numbers from -1 to 1, the same as those of the class CaseNumbers."""
    count = math.prod(shape)
    bits = (torch.arange(count, device=device) * 0x9E3779B1 + (tensor + 1) * 0x7F4A7C15) & LOW
    bits = ((bits ^ (bits >> 16)) * 0x85EBCA6B) & LOW
    bits = ((bits ^ (bits >> 13)) * 0xC2B2AE35) & LOW
    bits = (bits ^ (bits >> 16)) >> 8
    return (bits.to(torch.float64) * 2.0**-23 - 1).reshape(shape)


class Model(nn.Module):
    """Time-major input [T, N, I] to one number for each sequence."""

    def __init__(self, inputs, hidden):
        super().__init__()
        self.lstm = nn.LSTM(inputs, hidden)
        self.head = nn.Linear(hidden, 1)
        # Carousel has one bias: the second one is zero and stays so.
        self.lstm.bias_hh_l0.requires_grad_(False)

    def forward(self, x):
        return self.head(self.lstm(x)[0][-1])

    def trained(self):
        return [p for p in self.parameters() if p.requires_grad]

    @torch.no_grad()
    def reset(self):
        lstm, head = self.lstm, self.head
        ordered = [lstm.weight_ih_l0, lstm.weight_hh_l0, lstm.bias_ih_l0, head.weight, head.bias]
        bound = 1 / math.sqrt(lstm.hidden_size)
        for tensor, weights in enumerate(ordered):
            weights.copy_(numbers(tensor, weights.shape, weights.device) * bound)
        lstm.bias_hh_l0.zero_()


class Feed:
    """Two slots on the host, filled in turn, and what they are copied to."""

    def __init__(self, case, device):
        cuda = device.type == "cuda"
        shapes = [(case["steps"], case["sequences"], case["inputs"]), (case["sequences"], 1)]
        made = [numbers(t, s, device) for t, s in zip((FEATURES, TARGETS), shapes)]
        self.source = [tensor.to("cpu", torch.float32) for tensor in made]
        self.device = [tensor.to(torch.float32) for tensor in made]
        self.slots = [
            [torch.empty(s, pin_memory=cuda).copy_(f) for s, f in zip(shapes, self.source)]
            for _ in range(SLOTS)
        ]
        self.copied = [torch.cuda.Event() for _ in range(SLOTS)] if cuda else None
        self.next = 0

    def fill(self):
        """Writes a batch to the next slot, once the device has read the last one from there."""
        if self.copied:
            self.copied[self.next].synchronize()
        for slot, source in zip(self.slots[self.next], self.source):
            slot.copy_(source)

    def copy(self):
        """Puts the copy of the next slot in line."""
        for device, slot in zip(self.device, self.slots[self.next]):
            device.copy_(slot, non_blocking=True)
        if self.copied:
            self.copied[self.next].record()
        self.next = (self.next + 1) % SLOTS


class Way:
    """One way to do a case's work."""

    def __init__(self, name, case, device):
        self.name = name
        self.case = case
        self.cuda = device.type == "cuda"
        self.type = NARROW.get(case["precision"])
        self.updates = case["part"] == "STEP"
        self.graph = None
        self.result = None
        self.feed = Feed(case, device)
        self.model = Model(case["inputs"], case["hidden"]).to(device)
        self.model.reset()
        if self.type and not self.updates:
            self.model.to(self.type)
        self.x, self.target = self.operands()
        self.optimizer = self.make_optimizer() if self.updates else None
        if name == "graph":
            self.capture()

    def operands(self):
        """What is resident: already in the type that the model wants."""
        x, target = self.feed.device
        return (x.to(self.type), target.to(self.type)) if self.narrow_model() else (x, target)

    def narrow_model(self):
        return self.type is not None and not self.updates

    def make_optimizer(self):
        return torch.optim.Adam(
            self.model.trained(),
            lr=self.case["rate"],
            fused=True if self.name != "eager" else None,
            capturable=self.name == "graph",
        )

    def arithmetic(self):
        """Half precision trains on weights in single precision: autocast."""
        if self.type and self.updates:
            kind = "cuda" if self.cuda else "cpu"
            return torch.autocast(kind, self.type, cache_enabled=self.name != "graph")
        return contextlib.nullcontext()

    def compute(self):
        x, target = (self.x, self.target) if self.name == "resident" else self.operands()
        if self.case["part"] == "FORWARD":
            with torch.no_grad():
                self.result = self.model.lstm(x)[0]
            return
        with self.arithmetic():
            self.result = nn.functional.mse_loss(self.model(x), target)
        self.result.backward()
        if self.updates:
            nn.utils.clip_grad_norm_(self.model.trained(), self.case["norm"])
            self.optimizer.step()

    def forget_gradients(self):
        for weights in self.model.parameters():
            weights.grad = None

    def capture(self):
        if not self.cuda:
            raise RuntimeError("CUDA graphs need a CUDA device")
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(WARM_UPS):
                self.forget_gradients()
                self.compute()
        torch.cuda.current_stream().wait_stream(side)
        self.forget_gradients()
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.compute()
        self.graph = graph
        self.start_again()

    @torch.no_grad()
    def start_again(self):
        """Weights and moments as at the beginning, in place."""
        self.model.reset()
        for state in self.optimizer.state.values() if self.optimizer else []:
            for value in state.values():
                value.zero_()

    def once(self):
        if self.updates:
            self.feed.fill()
        if self.name != "resident":
            self.feed.copy()
        if self.graph:
            self.graph.replay()
            return
        if self.updates:
            self.forget_gradients()
        self.compute()

    def checks(self):
        """Losses, or the mean square of the last step's output; see the class Side.Loaded."""
        found = []
        for _ in range(2 if self.updates else 1):
            self.once()
            found.append(self.check().item())
        return found

    def check(self):
        if self.case["part"] == "FORWARD":
            return self.result[-1].to(torch.float32).square().mean()
        return self.result

    def milliseconds(self, count):
        self.wait()
        start = time.perf_counter()
        for _ in range(count):
            self.once()
        self.wait()
        return (time.perf_counter() - start) * 1000

    def wait(self):
        if self.cuda:
            torch.cuda.synchronize()


def ways(part):
    return ["eager", "fused", "graph"] if part == "STEP" else ["eager", "graph", "resident"]


class Server:
    def __init__(self, device):
        self.device = device
        self.loaded = {}

    def load(self, case):
        self.loaded = {}
        if self.device.type == "cuda":
            torch.cuda.empty_cache()
        tf32 = case["precision"] != "STRICT"
        torch.backends.cuda.matmul.allow_tf32 = tf32
        torch.backends.cudnn.allow_tf32 = tf32
        checks, refused = {}, {}
        for name in ways(case["part"]):
            try:
                way = Way(name, case, self.device)
                checks[name] = way.checks()
                self.loaded[name] = way
            except RuntimeError as problem:
                refused[name] = " ".join(str(problem).split())
        return {"ways": list(self.loaded), "checks": checks, "refused": refused}

    def answer(self, command):
        if command["do"] == "load":
            return self.load(command)
        if command["do"] == "time":
            return {"milliseconds": self.loaded[command["way"]].milliseconds(command["count"])}
        raise ValueError("a command must be load or time, do=%s" % command["do"])


def describe(device):
    if device.type == "cpu":
        return "PyTorch %s on the CPU, %d threads" % (torch.__version__, torch.get_num_threads())
    return "PyTorch %s, CUDA %s, cuDNN %s, %s" % (
        torch.__version__,
        torch.version.cuda,
        torch.backends.cudnn.version(),
        torch.cuda.get_device_name(),
    )


def main(kind):
    if kind == "cuda" and not torch.cuda.is_available():
        missing = "PyTorch %s sees no CUDA device" % torch.__version__
        print(json.dumps({"missing": missing}), flush=True)
        return
    device = torch.device(kind)
    server = Server(device)
    print(json.dumps({"torch": describe(device)}), flush=True)
    for line in sys.stdin:
        try:
            said = server.answer(json.loads(line))
        except Exception as problem:
            said = {"error": "%s: %s" % (type(problem).__name__, " ".join(str(problem).split()))}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "cuda")
