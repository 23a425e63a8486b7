"""The optimum of `caldicott generalise` beside every combination of levels, and beside anjana.

    python optimum.py PROGRAM [ROWS]      PROGRAM is the built `caldicott`; 30162 rows unless told otherwise

Invented rows with the columns of the Adult data and hierarchies as high as those it is usually searched with: nine
fields, 12,960 combinations of levels. Every combination is counted here by numpy, from the definitions; each case must
have the same least loss, and levels that lose it. Needs anjana and numpy (requirements-optimum.txt).

Levels reach the program as files in the layout of ARX. Its own time is that of the whole process: start, reading the
text and writing the answer. anjana's is that of its one call, the data in memory.
"""

import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np

# How many values, and how many of them a group has at each level; the last level has all in one.
FIELDS = {
    "sex": (2, []),
    "age": (74, [5, 10, 20]),
    "race": (5, []),
    "marital": (7, [4]),
    "education": (16, [4, 8]),
    "country": (41, [9]),
    "workclass": (7, [3]),
    "occupation": (14, [5]),
    "salary": (2, []),
}
LOSSES = ["average-class", "discernibility", "loss-metric"]


def rows(count):
    """Values by a fixed rule, low ones more often than high ones."""
    state, table = 71, {name: np.zeros(count, np.int64) for name in FIELDS}
    for row in range(count):
        for name, (size, _) in FIELDS.items():
            drawn = size
            for _ in range(2):
                state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
                drawn = min(drawn, (state >> 33) % size)
            table[name][row] = drawn
    return table


def levels(name):
    """For each level the group of each value."""
    size, widths = FIELDS[name]
    values = np.arange(size)
    return [values] + [values // width for width in widths] + [np.zeros(size, np.int64)]


def label(name, level, group):
    if level == len(levels(name)) - 1:
        return "*"
    return f"{name} {group}" if level == 0 else f"{name} group {group} of {level}"


def written(folder, table):
    with open(os.path.join(folder, "rows.csv"), "w") as out:
        out.write(",".join(FIELDS) + "\n")
        for row in zip(*table.values()):
            out.write(",".join(label(n, 0, v) for n, v in zip(FIELDS, row)) + "\n")
    for name in FIELDS:
        with open(os.path.join(folder, f"{name}.csv"), "w") as out:
            for value, groups in enumerate(zip(*levels(name))):
                out.write(";".join(label(name, at, g) for at, g in enumerate(groups)) + "\n")


def spec(by, sensitive, k, l, share, loss):
    text = ""
    for name in FIELDS:
        role = "by" if name in by else "sensitive" if name == sensitive else "neither"
        text += f'[[dimension]]\nfield = "{name}"\ncategories = ["demographic"]\nidentifies = "quasi"\n'
        text += f'role = "{role}"\nhierarchy = "{name}.csv"\n\n'
    text += f"[require]\nk = {k}\n"
    if l:
        text += f'[[require.of]]\nfield = "{sensitive}"\nl = {l}\n'
    return text + f'\n[generalise]\nloss = "{loss}"\nmost-suppressed-per-mille = {share}\n'


def every_combination(table, by, sensitive, cases):
    """The least loss of each case, and all levels that have it."""
    count = len(next(iter(table.values())))
    ladders = [levels(name) for name in by]
    width = []
    for ladder in ladders:
        size = len(ladder[0])
        members = [np.bincount(groups) for groups in ladder]
        width.append([(m - 1) / max(size - 1, 1) for m in members])
    columns = [[groups[table[name]] for groups in ladder] for name, ladder in zip(by, ladders)]
    sizes = [[len(m) for m in w] for w in width]
    best = {case: (float("inf"), []) for case in cases}
    for node in itertools.product(*(range(len(ladder)) for ladder in ladders)):
        key = np.zeros(count, np.int64)
        for field, level in enumerate(node):
            key = key * sizes[field][level] + columns[field][level]
        _, first, of, n = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
        if sensitive:
            pairs = np.unique(of * FIELDS[sensitive][0] + table[sensitive])
            different = np.bincount(pairs // FIELDS[sensitive][0], minlength=len(n))
        lost = sum(width[f][level][columns[f][level][first]] for f, level in enumerate(node))
        for case in cases:
            k, l, share, loss = case
            good = n >= k
            if l:
                good = good & (different >= l)
            out = count - n[good].sum()
            if out > count * share // 1000:
                continue
            if loss == "average-class":
                value = count / max(good.sum() + (out > 0), 1)
            elif loss == "discernibility":
                value = float((n[good].astype(object) ** 2).sum() + out * count)
            else:
                value = ((lost[good] * n[good]).sum() + out * len(by)) / (count * len(by))
            least, found = best[case]
            if value < least * (1 - 1e-9):
                best[case] = (value, [(node, int(out))])
            elif value <= least * (1 + 1e-9):
                found.append((node, int(out)))
    return best


def processor(of=resource.RUSAGE_CHILDREN):
    used = resource.getrusage(of)
    return used.ru_utime + used.ru_stime


def program(binary, folder, text):
    with open(os.path.join(folder, "spec.toml"), "w") as out:
        out.write(text)
    before = processor()
    paths = [os.path.join(folder, "rows.csv"), "--spec", os.path.join(folder, "spec.toml")]
    ran = subprocess.run([binary, "generalise", *paths, "--format", "json"], capture_output=True, text=True)
    used = processor() - before
    if ran.returncode:
        return None, used
    return json.loads(ran.stdout)["generalisation"], used


def compared(binary, folder, table, by, sensitive, cases):
    started = time.process_time()
    best = every_combination(table, by, sensitive, cases)
    brute = time.process_time() - started
    times, counted, wrong = [], [], 0
    for case in cases:
        k, l, share, loss = case
        found, used = program(binary, folder, spec(by, sensitive, k, l, share, loss))
        least, nodes = best[case]
        times.append(used)
        if found is None:
            same = not nodes
        else:
            levels_found = tuple(level for _, level in found["levels"])
            counted.append(found["counted"])
            same = abs(found["loss"] - least) <= 1e-9 * max(least, 1)
            same = same and (levels_found, found["suppressed"]) in nodes
        if not same:
            wrong += 1
            print("DIFFERENT", case, found, least, nodes[:3])
    combinations = np.prod([len(levels(name)) for name in by])
    print(
        f"{len(by)} fields, {combinations} combinations, {len(cases)} cases: {len(cases) - wrong} the same, "
        f"{wrong} different; counted {min(counted)}-{max(counted)} (median {int(np.median(counted))}); "
        f"process {1e3 * min(times):.0f}-{1e3 * max(times):.0f} ms (median {1e3 * np.median(times):.0f}), "
        f"every combination {brute:.1f} s for all cases together"
    )
    return best, wrong


def beside_anjana(binary, folder, table, best, cases):
    """What its own levels lose by the same measure: it makes coarser what has most values, until k is met."""
    import pandas
    from anjana.anonymity import k_anonymity
    from anjana.anonymity.utils import utils

    warnings.filterwarnings("ignore")
    by = list(FIELDS)
    frame = pandas.DataFrame(
        {n: [label(n, 0, v) for v in column] for n, column in table.items()}
    ).astype(object)
    for k, share in cases:
        hierarchies = {
            n: {at: np.array([label(n, at, g) for g in groups]) for at, groups in enumerate(levels(n))}
            for n in by
        }
        started = time.process_time()
        made = k_anonymity(frame.copy(), [], by, k, share / 10, hierarchies)
        used = time.process_time() - started
        node = tuple(utils.get_transformation(made, by, hierarchies)) if len(made) else None
        for loss in LOSSES:
            case = (k, 0, share, loss)
            # What the same levels lose, with nothing else to choose from.
            only = one_node(table, node, case) if node else None
            found, ours = program(binary, folder, spec(by, None, k, 0, share, loss))
            ratio = f"{only / found['loss']:.2f}x" if only and found else "none found"
            print(
                f"k {k}, {share} per mille, {loss}: anjana {node}, {ratio} the least loss; "
                f"{used:.2f} s of processor time, the program {1e3 * ours:.0f} ms ({used / ours:.0f}x)"
            )


def one_node(table, node, case):
    """What these levels lose, whatever others would."""
    k, _, _, loss = case
    count = len(next(iter(table.values())))
    groups = {name: levels(name)[level] for name, level in zip(FIELDS, node)}
    key = np.zeros(count, np.int64)
    for name, of in groups.items():
        key = key * (of.max() + 1) + of[table[name]]
    _, first, n = np.unique(key, return_index=True, return_counts=True)
    good = n >= k
    out = count - n[good].sum()
    if loss == "average-class":
        return count / max(good.sum() + (out > 0), 1)
    if loss == "discernibility":
        return float((n[good].astype(object) ** 2).sum() + out * count)
    lost = 0
    for name, of in groups.items():
        width = (np.bincount(of) - 1) / max(FIELDS[name][0] - 1, 1)
        lost = lost + width[of[table[name]][first]]
    return ((lost[good] * n[good]).sum() + out * len(FIELDS)) / (count * len(FIELDS))


def main():
    binary, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 30162
    table = rows(count)
    with tempfile.TemporaryDirectory() as folder:
        written(folder, table)
        cases = list(itertools.product((2, 5, 10, 50, 100), (0,), (0, 10, 40), LOSSES))
        best, wrong = compared(binary, folder, table, list(FIELDS), None, cases)
        others = [name for name in FIELDS if name not in ("occupation", "salary")]
        diverse = list(itertools.product((5,), (2, 5, 9), (0, 40), LOSSES))
        wrong += compared(binary, folder, table, others, "occupation", diverse)[1]
        beside_anjana(binary, folder, table, best, [(5, 0), (5, 40), (50, 40)])
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
