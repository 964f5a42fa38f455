"""Pages that are asked for again and again, beside the bare view that gives as many bytes, by turns."""

import load
import table
from usage import Usage

CONNECTIONS = (1, 16)


def measure(found, portal, bare, addresses, *, group, rounds, seconds, goals=True):
    """A row for each address answered whole, and one for each answered 304."""
    if not load.has_wrk():
        found.note(load.MISSING)
        return
    targets = [target for name, path in addresses.items() for target in _targets(portal, name, path)]
    for target in targets:
        for server, path in ((portal, target["path"]), (bare, target["bare"])):
            load.wrk(server.port, path, 16, 1, target["headers"])
    measured = {target["name"]: [] for target in targets}
    for _ in range(rounds):
        for target in targets:
            measured[target["name"]].append(_round(portal, bare, target, seconds))
    for target in targets:
        values = table.median(measured[target["name"]])
        for number in CONNECTIONS:
            values[f"share{number}"] = 100 * values[f"rate{number}"] / values[f"bare{number}"]
        values |= {"statements": target["statements"], "bytes": target["bytes"]}
        least = 80 if target["headers"] else 70
        limits = {"share1": (">=", least), "share16": (">=", least), "cpu": ("<=", 0.5)}
        found.add(group, target["name"], values, **(limits if goals else {}))


def _targets(portal, name, path):
    status, headers, body = portal.get(path)
    if status != 200:
        raise SystemExit(f"{path} answers {status}")
    known = {"If-None-Match": headers["ETag"]}
    if portal.get(path, known)[0] != 304:
        raise SystemExit(f"{path} does not answer 304")
    for label, sent, number in ((name, {}, len(body)), (f"{name}, 304", known, 0)):
        yield {
            "name": label,
            "path": path,
            "headers": sent,
            "bytes": number,
            "bare": f"/bytes/{number}/",
            "statements": len(portal.statements(lambda sent=sent: portal.get(path, sent))),
        }


def _round(portal, bare, target, seconds):
    values = {}
    for number in CONNECTIONS:
        with Usage(portal) as usage:
            ours = load.wrk(portal.port, target["path"], number, seconds, target["headers"])
        with Usage(bare) as ceiling:
            theirs = load.wrk(bare.port, target["bare"], number, seconds, target["headers"])
        values |= {f"rate{number}": ours["rate"], f"bare{number}": theirs["rate"]}
    # The percentiles and the CPU of the last, with sixteen at a time.
    values |= {name: ours[name] for name in ("p50", "p95", "p99")}
    return values | usage.per(ours["requests"]) | {"bare_cpu": ceiling.per(theirs["requests"])["cpu"]}
