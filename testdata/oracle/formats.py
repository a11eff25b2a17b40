"""Python's format, % and str.format (internal/python/format/testdata)."""
import rows

MADE_WITH = {"python": "3.11"}


def run(row):
    if row["call"] == "format":
        return format(row["value"], row["spec"])
    if row["call"] == "percent":
        return row["format"] % (tuple(row["args"]) if "args" in row else row["value"])
    return row["template"].format(*row["args"], **row["kwargs"])


def recompute(row):
    try:
        outcome = {"want": run(row)}
    except Exception as e:  # noqa: BLE001
        outcome = {"error": type(e).__name__, "message": str(e)}
    return rows.replace(row, outcome, ("want", "error", "message"))


def files(root):
    return [(root / "internal/python/format/testdata/python.jsonl", lambda text: rows.rewrite(text, recompute))]
