"""Reads a run's journal (Sources/Protocol/README.md, "The journal"), independently of the programs: who committed what,
when."""

import pathlib
import struct
import typing

PREAMBLE = b"IGNDJRNL\x01" + bytes(7)


class Commit(typing.NamedTuple):
    milliseconds: int
    session: int
    number: int
    trial: int
    phase: int
    chunk: int


def commits(run):
    """The pushes of all segments, in order."""
    found = []
    for path in sorted(pathlib.Path(run, "journal").glob("*.journal"), key=lambda path: int(path.stem)):
        found += [commit for commit in map(push, headers(path.read_bytes())) if commit]
    return found


def headers(data):
    if data[:16] != PREAMBLE:
        raise ValueError("not a journal segment")
    place = 16
    while place < len(data):
        length, _, _, header, _ = struct.unpack_from("<IIQII", data, place)
        yield data[place + 24:place + 24 + header]
        place += 8 + length


def push(header):
    """None: a milestone."""
    record = fields(header)
    if 8 not in record:
        return None
    body = fields(record[8])
    return Commit(record.get(1, 0), record[2], body[1], body.get(3, 0), body.get(4, 0), body.get(5, 0))


def fields(data):
    """The last value of each field of a protobuf message."""
    values, place = {}, 0
    while place < len(data):
        key, place = variable(data, place)
        kind = key & 7
        if kind == 0:
            value, place = variable(data, place)
        elif kind == 1:
            value, place = struct.unpack_from("<Q", data, place)[0], place + 8
        elif kind == 2:
            size, place = variable(data, place)
            value, place = data[place:place + size], place + size
        else:
            raise ValueError(f"wire type {kind}")
        values[key >> 3] = value
    return values


def variable(data, place):
    value = shift = 0
    while True:
        byte = data[place]
        value |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return value, place
