"""sqlite-utils, its command."""

import subprocess
import sys
from pathlib import Path

# [load]
# sqlite-utils query prices.db "SELECT smma(close, 14) FROM prices"
# [end]
COMMAND = str(Path(sys.executable).with_name("sqlite-utils"))
for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    done = subprocess.run([COMMAND, "memory", "--raw", "--", query], capture_output=True, text=True, check=False)
    print((done.stdout or done.stderr).strip())
