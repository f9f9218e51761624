"""Fernet as the older server has it: Python's cryptography, on files.

fernet_files.py encrypt KEY_FILE SETTINGS_FILE JSON_FILE    makes the key and the encrypted file
fernet_files.py decrypt KEY_FILE SETTINGS_FILE JSON_FILE    writes what was encrypted
"""
import sys
from pathlib import Path

try:
    from cryptography.fernet import Fernet
except ImportError as error:
    print(f"missing: {error}")
    sys.exit(2)

action, key, settings, document = sys.argv[1], *map(Path, sys.argv[2:])
if action == "encrypt":
    key.write_bytes(Fernet.generate_key())
    settings.write_bytes(Fernet(key.read_bytes()).encrypt(document.read_bytes()))
else:
    document.write_bytes(Fernet(key.read_bytes()).decrypt(settings.read_bytes()))
print("done")
