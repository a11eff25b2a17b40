"""Recomputes the expected results in this repository's data files with the real thing.

    python3 testdata/oracle/oracle.py                     check every file that this machine can check
    python3 testdata/oracle/oracle.py jinja values        check some
    python3 testdata/oracle/oracle.py --write jinja       rewrite the expected results
    python3 testdata/oracle/oracle.py --require jinja2==3.1.6 jinja

The inputs are those of the existing rows; only the expected results are
computed anew. Exit code 0: no differences, 1: differences, 2: usage, 3: a
package is missing or has another version. docs/oracles.md has the table of files.
"""
import argparse
import importlib
import importlib.metadata
import pathlib
import platform
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAMES = ["values", "formats", "regexes", "interpolation", "jinja", "yaml_text", "predicates", "conformance"]


def version(package):
    """The installed version; of Python the first two numbers."""
    if package == "python":
        return platform.python_version().rpartition(".")[0]
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def differences(old, new):
    """Yields (line number, old line, new line); both texts have the same lines."""
    for number, (a, b) in enumerate(zip(old.splitlines(), new.splitlines(), strict=True), 1):
        if a != b:
            yield number, a, b


def check(path, recompute, write, show):
    # Some rows hold half of a surrogate pair, raw.
    old = path.read_bytes().decode("utf-8", "surrogatepass")
    new = recompute(old)
    found = list(differences(old, new))
    print(f"{path.relative_to(ROOT)}: {len(old.splitlines())} lines, {len(found)} differ")
    for number, a, b in found[:show]:
        print(f"  line {number}\n    file {ascii(a)[:600]}\n    now  {ascii(b)[:600]}")
    if write and found:
        path.write_bytes(new.encode("utf-8", "surrogatepass"))
    return len(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="one of " + " ".join(NAMES))
    parser.add_argument("--write", action="store_true", help="write the new results")
    parser.add_argument("--show", type=int, default=10, help="differences to print per file (default 10)")
    parser.add_argument("--require", action="append", default=[], metavar="PACKAGE==VERSION",
                        help="stop unless this version is installed; the package may be python")
    args = parser.parse_args()
    if unknown := set(args.names) - set(NAMES):
        parser.error(f"unknown name: {', '.join(sorted(unknown))}")
    for wanted in args.require:
        package, _, number = wanted.partition("==")
        if version(package) != number:
            print(f"{package} is {version(package)}, not {number}", file=sys.stderr)
            return 3
    changed = missing = 0
    for name in args.names or NAMES:
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as e:
            print(f"{name}: cannot run: {e}", file=sys.stderr)
            missing += bool(args.names)
            continue
        for package, number in module.MADE_WITH.items():
            if version(package) != number:
                print(f"{name}: made with {package} {number}, this is {version(package)}")
        for file, recompute in module.files(ROOT):
            changed += check(file, recompute, args.write, args.show)
    return 3 if missing else 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
