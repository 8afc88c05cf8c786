# SPDX-License-Identifier: GPL-3.0-or-later
# What huggingface_hub finds in the cache of $HF_HOME. Prints one JSON object.
#   interop.py model|dataset FILE...
import json
import sys

from huggingface_hub import hf_hub_download, scan_cache_dir

kind, files = sys.argv[1], sys.argv[2:]
report = scan_cache_dir()
found = {name: hf_hub_download("org/name", name, repo_type=kind, local_files_only=True) for name in files}
print(json.dumps({
    "warnings": [str(warning) for warning in report.warnings],
    "repos": [[repo.repo_type, repo.repo_id, repo.nb_files, repo.size_on_disk, sorted(repo.refs)] for repo in report.repos],
    "found": found,
}))
