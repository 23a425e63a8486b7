"""pycanon and opendp beside the measures and the noise of caldicott-statistics.

    python measures.py rows 1000 > rows.csv         invented rows with the columns of the Adult data
    python measures.py known rows.csv               what pycanon finds in them, and opendp's costs, as JSON
    python measures.py bench rows.csv               processor time of both

Needs pycanon and opendp (requirements-measures.txt). Rows are drawn by a fixed rule, so the same number gives the same file.
"""

import sys
import time

BY = ["age", "education", "marital", "race", "sex"]
SIZES = {"age": 12, "education": 16, "marital": 7, "race": 5, "sex": 2, "occupation": 14, "hours": 9}


def rows(count):
    state = 71
    print(",".join(SIZES))
    for _ in range(count):
        cells = []
        for name, size in SIZES.items():
            drawn = size
            for _ in range(2):
                state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
                drawn = min(drawn, (state >> 33) % size)
            cells.append(str(10 * drawn) if name == "hours" else f"{name} {drawn}")
        print(",".join(cells))


def read(path):
    import pandas

    table = pandas.read_csv(path)
    for name in SIZES:
        if name != "hours":
            table[name] = table[name].astype("string").astype(object)
    return table


def measures():
    from pycanon import anonymity as a

    return {
        "k": lambda t, by, s: a.k_anonymity(t, by),
        "l": a.l_diversity,
        "entropy-l": a.entropy_l_diversity,
        "alpha": lambda t, by, s: a.alpha_k_anonymity(t, by, s)[0],
        "t": a.t_closeness,
        "beta": a.basic_beta_likeness,
        "beta-enhanced": a.enhanced_beta_likeness,
        "delta": a.delta_disclosure,
    }


def known(path):
    import json

    import opendp.prelude as dp

    table = read(path)
    measured, laplace, gaussian = [], [], []
    for by in (BY, ["race", "sex"], ["sex"], ["marital", "race"]):
        for sensitive in ("occupation", "hours"):
            found = {name: float(m(table, by, [sensitive])) for name, m in measures().items()}
            measured.append({"by": by, "sensitive": sensitive, **found})
    dp.enable_features("contrib")
    space = dp.atom_domain(T=int), dp.absolute_distance(T=int)
    for scale in (1.0, 3.0, 2.5, 40.0):
        cost = dp.m.make_laplace(*space, scale=scale).map(1)
        laplace.append({"scale": scale, "epsilon": cost})
    for sigma in (1.0, 2.0, 3.0, 20.0):
        noise = dp.m.make_gaussian(*space, scale=sigma)
        curve = dp.c.make_zCDP_to_approxDP(noise).map(1)
        for delta in (1e-9, 1e-6, 1e-3):
            rho, epsilon = noise.map(1), curve.epsilon(delta)
            gaussian.append({"sigma": sigma, "rho": rho, "delta": delta, "epsilon": epsilon})
    from importlib.metadata import version

    said = {name: version(name) for name in ("pycanon", "opendp")}
    print(json.dumps({"by": said, "measured": measured, "laplace": laplace, "gaussian": gaussian}, indent=1))


def bench(path):
    table = read(path)
    start = time.process_time()
    for measure in measures().values():
        measure(table, BY, ["occupation"])
    spent = time.process_time() - start
    print(f"pycanon: {len(table)} rows, {len(measures())} measures, {spent:.3f} s of processor time")
    import opendp.prelude as dp

    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T=int)), dp.l1_distance(T=int)
    many = [0] * 100_000
    for scale in (1.0, 3.0, 40.0):
        noise = dp.m.make_laplace(*space, scale=scale)
        start = time.process_time()
        noise(many)
        spent = (time.process_time() - start) / len(many)
        print(f"opendp: discrete Laplace of scale {scale}: {spent * 1e9:.0f} ns a draw")
    space = dp.vector_domain(dp.atom_domain(T=int)), dp.l2_distance(T=float)
    for sigma in (3.0, 40.0):
        noise = dp.m.make_gaussian(*space, scale=sigma)
        start = time.process_time()
        noise(many)
        spent = (time.process_time() - start) / len(many)
        print(f"opendp: discrete Gaussian of sigma {sigma}: {spent * 1e9:.0f} ns a draw")


if __name__ == "__main__":
    what, argument = sys.argv[1:]
    {"rows": lambda n: rows(int(n)), "known": known, "bench": bench}[what](argument)
