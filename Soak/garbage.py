"""Live garbage at the port while sweeps run: random bytes, half a handshake, and real messages with bytes changed."""

import socket
import time

import figures
import part
from processes import in_lanes
from served import Served, seeded
from workloads import Counter

SECONDS = {"short": 15, "long": 240}
PORT = 27_000

GREETING = b"\xff" + bytes(8) + b"\x7f\x03\x00NULL" + bytes(48)
READY = b"\x04\x19\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER"

# Messages of a worker in session 0x1122334455667788 (Sources/Protocol/README.md): frames each.
SESSION = bytes.fromhex("0801118877665544332211")
MESSAGES = [
    [SESSION + bytes.fromhex("52090a047065657212016d")],  # hello
    [SESSION + bytes.fromhex("6a090a07776f726b696e67")],  # heartbeat
    [SESSION + bytes.fromhex("720c0a0a7468652073776565")],  # goodbye
    [SESSION + bytes.fromhex("62190a0401020304080310032001280530044206") + bytes.fromhex("0a0410011801"), bytes(24)],
    [SESSION + bytes.fromhex("5a0408011003")],
    [SESSION + bytes.fromhex("ffffffffffffffffffff")],
]


def zmtp(frames):
    """A message as ZMTP sends it."""
    data = b""
    for number, frame in enumerate(frames):
        more = number + 1 < len(frames)
        data += bytes([more, len(frame)]) if len(frame) < 256 else bytes([2 | more]) + len(frame).to_bytes(8, "big")
        data += frame
    return data


def mangled(frames, random):
    """With some bytes changed, left out or put in."""
    found = [bytearray(frame) for frame in frames]
    for _ in range(random.randint(0, 4)):
        frame = random.choice(found)
        place = random.randrange(len(frame) or 1)
        match random.randrange(4):
            case 0 if frame:
                frame[place] = random.randrange(256)
            case 1 if frame:
                del frame[place:]
            case 2:
                frame[place:place] = random.randbytes(random.randint(1, 40))
            case _ if frame:
                frame[place] ^= 1 << random.randrange(8)
    return [bytes(frame) for frame in found]


def throw(port, random, tally):
    """One connection and what comes along it."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        tally["connections"] += 1
        if random.random() < 0.2:
            connection.sendall(random.randbytes(random.choice([1, 10, 64, 100, 10_000, 300_000])))
            return
        connection.sendall(GREETING)
        if random.random() < 0.1:
            connection.sendall(random.randbytes(random.randint(1, 5_000)))
            return
        connection.sendall(READY)
        for _ in range(random.randint(1, 200)):
            wild = [random.randbytes(random.randint(0, 400)) for _ in range(random.randint(1, 4))]
            connection.sendall(zmtp(wild if random.random() < 0.3 else mangled(random.choice(MESSAGES), random)))
            tally["messages"] += 1


def attack(served, random, tally, deadline):
    while not served.is_over and time.time() < deadline:
        try:
            throw(served.port, random, tally)
        except OSError:
            tally["hung up on"] += 1
        time.sleep(random.uniform(0, 0.02))


def measure(part):
    def lane(number, tally):
        random = seeded(part.seed, "garbage", number)
        deadline = time.time() + SECONDS[part.length]
        runs = 0
        while time.time() < deadline:
            served = Served(
                part.binaries, part.folder / f"{number}-{runs}", Counter(4, 200, pause=20), tally, port=PORT + 10 * number)
            try:
                served.start_server()
                served.start_workers(2, 1)
                attack(served, random, tally, deadline)
                served.finish()
            finally:
                served.abandon()
            runs += 1

    tally = in_lanes(1, lane)
    command = part.command
    return [
        figures.figure("garbage: messages thrown at the port while sweeps ran", tally["messages"],
                       ("≥", 20 * SECONDS[part.length]), command),
        figures.figure("garbage: connections that threw them", tally["connections"], command=command),
        *figures.faults("garbage", tally, command),
    ], tally.wrong


if __name__ == "__main__":
    part.main(measure)
