# SPDX-License-Identifier: GPL-3.0-or-later
"""What the installed transformers renders for every template in some folders, on the conversations of make_chat_goldens.py.

chat_live.py OUT.json FOLDER...
"""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "goldens"))
from make_chat_goldens import CHATS, TOOLS, run  # noqa: E402

cases = []
for path in sorted(path for folder in sys.argv[2:] for path in pathlib.Path(folder).glob("*.jinja")):
    for name, chat in CHATS.items():
        for add, tools in ((False, None), (True, TOOLS if name in ("tools", "one", "system") else None)):
            # keys in order, as in our JSON values
            variables = json.loads(json.dumps({"messages": chat, "add_generation_prompt": add, "tools": tools, "documents": None, "bos_token": "<s>", "eos_token": "</s>"}, sort_keys=True))
            cases.append({"template": str(path), "chat": name, "variables": variables, **run(path.read_text(), json.loads(json.dumps(variables)))})
pathlib.Path(sys.argv[1]).write_text(json.dumps(cases))
