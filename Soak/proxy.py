"""A TCP proxy that is a bad network: it delays, throttles, lets a later connection overtake an earlier one, swallows
what it should pass on, and cuts connections in mid-frame."""

import asyncio
import socket
import struct
import threading


class Proxy:
    """Runs in a thread of its own; `random` decides what each connection suffers."""

    def __init__(self, port, target, random):
        self.port, self.target, self.random = port, target, random
        self.counts = {"connections": 0, "connections held back": 0, "cuts": 0, "bytes delayed": 0, "black holes": 0}
        self.is_calm = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self._thread.start()
        self._ready.wait()

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", self.port))
        self._ready.set()
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._server.close()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    def close(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _serve(self, reader, writer):
        self.counts["connections"] += 1
        try:
            if not self.is_calm and self.random.random() < 0.3:
                self.counts["connections held back"] += 1
                await asyncio.sleep(self.random.uniform(0.1, 2))
            behind = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            return writer.close()
        except asyncio.CancelledError:
            return writer.transport.abort()
        # A cut comes so many bytes after the beginning, in either direction, wherever a frame ends.
        budget = [self.random.randint(50, 6_000) if self.random.random() < 0.8 else 1 << 40]
        ways = [self._pass(reader, behind[1], budget, writer), self._pass(behind[0], writer, budget, behind[1])]
        try:
            await asyncio.gather(*ways)
        except (OSError, asyncio.CancelledError):
            pass
        for each in (writer, behind[1]):
            each.transport.abort()

    async def _pass(self, source, sink, budget, other):
        delay = self.random.choice([0, 0.002, 0.02, 0.1])
        piece = self.random.choice([1 << 16, 1 << 16, 500, 7])
        while data := await source.read(piece):
            if not self.is_calm:
                if delay:
                    self.counts["bytes delayed"] += len(data)
                    await asyncio.sleep(self.random.uniform(0, delay))
                if self.random.random() < 0.002:
                    self.counts["black holes"] += 1
                    await asyncio.sleep(self.random.uniform(0.5, 5))
                budget[0] -= len(data)
                if budget[0] < 0:
                    return self._cut(sink, other, data)
            sink.write(data)
            await sink.drain()
        sink.close()

    def _cut(self, sink, other, data):
        """A part of what is there still goes; then both ends see a reset or the end."""
        self.counts["cuts"] += 1
        sink.write(data[:len(data) // 2])
        if self.random.random() < 0.5:
            for each in (sink, other):
                each.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sink.close()
        other.close()
        raise ConnectionResetError
