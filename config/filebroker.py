"""The broker of an installation without Redis: a folder of messages.

Kombu's own transport opens a message before it is written, so that a worker can take half of one, and keeps or moves
what was taken outside our folder. Here a message appears whole, by a rename, and is gone once it is read.
"""

import os
import uuid
from pathlib import Path
from queue import Empty
from time import monotonic_ns

from kombu.transport import filesystem
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        name = f"{monotonic_ns():020}_{uuid.uuid4()}.{queue}.msg"
        unfinished = Path(self.control_folder) / f"{name}.part"
        unfinished.write_bytes(str_to_bytes(dumps(payload)))
        unfinished.rename(Path(self.data_folder_out) / name)

    def _get(self, queue):
        ending = f".{queue}.msg"
        for name in sorted(name for name in os.listdir(self.data_folder_in) if name.endswith(ending)):
            taken = Path(self.processed_folder) / name
            try:
                (Path(self.data_folder_in) / name).rename(taken)
            except FileNotFoundError:  # another worker was quicker
                continue
            payload = taken.read_bytes()
            taken.unlink()
            return loads(bytes_to_str(payload))
        raise Empty


class Transport(filesystem.Transport):
    Channel = Channel
