"""Submodels 7.13 (trust, resentment) and 7.16 (loyalty), built from the text of odd.md alone."""

import numpy as np

MEMBER = 1
MOST_EXPERIENCE = 32000  # section 2
HAIR = 1e-9  # 7.16


def tolerance(p):
    """T of section 7."""
    return p["norm.tolerance"] * (1.0 if p["logic.norm"] == "network" else p["norm.leniency"])


def mood_tolerance(p):
    """T_m of section 7: what spoils nobody's mood."""
    return p["norm.tolerance"] if p["logic.norm"] == "network" else 0.0


def felt(z, letting_pass):
    """F(z, T) of section 7."""
    return z if z > 0 else min(0.0, z + letting_pass)


def going_alone(org):
    """What going alone is worth (section 7), of this round."""
    return 0.5 + org["outside"] + org["elsewhere"]


# 7.13


def kept(pooled, promise, T, severity):
    """How far a promise was kept, as it is before it is seen with error."""
    if promise <= 0:
        return 1.0
    f = min(1.0, pooled / (promise * (1.0 - T)))
    return max(0.0, f - (severity - 1.0) * (1.0 - f))


def trust(org, tie, us, p, effort, U):
    """New (trust, experience)."""
    tau = np.array(tie["trust"], dtype=float)
    experience = np.array(tie["experience"])
    member = org["member"] == MEMBER
    n = len(member)
    T = tolerance(p)
    blur = p["trust.blur"] * (1.0 - effort["process"])
    gain = min(1.0, p["trust.gain"] * (1.0 + effort["relation"]))

    for i in range(n):
        for j in range(n):
            if not (tie["open"][i, j] and member[i] and member[j]):
                continue
            t = tau[i, j]

            # getting to know one another, also without a goal
            t = t + p["trust.acquaintance"] * effort["relation"] * max(0.0, p["trust.moderate"] - t)

            if us["goal"]:
                f = kept(org["pooled"][j], org["promise"][j], T, p["trust.severity"])
                if blur > 0:
                    u = U("APPRAISAL", int(org["key"][i]), int(org["key"][j]))
                    f = min(1.0, max(0.0, f + blur * (2.0 * u - 1.0)))
                if f <= t:
                    r = p["trust.loss"]
                else:
                    obeyed = org["pooled"][j] > org["own"][j]
                    order = org["authority"][j] if obeyed else 0.0
                    r = gain * (1.0 - p["trust.attribution"] * order)
                seen = float(experience[i, j])  # before this delivery
                t = t + (1.0 + seen) ** -p["trust.inertia"] * r * (f - t)
                experience[i, j] = min(MOST_EXPERIENCE, experience[i, j] + 1)

            tau[i, j] = t

    resent(tau, org, tie, us, p)
    return tau, experience


def resent(tau, org, tie, us, p):
    """Compulsion costs the lead trust; changes tau, which is trust()'s own copy."""
    lead = us["lead"]
    if not us["goal"] or lead < 0:
        return
    if p["logic.implementation"] != "hierarchy" or us["form"] == "administrative":
        return
    alone = going_alone(org)
    for j in range(len(alone)):
        s = org["pooled"][j]
        if org["member"][j] != MEMBER or not tie["open"][j, lead] or s <= 0:
            continue
        a = org["autonomy"][j]
        compelled = a * (s - org["own"][j]) / s
        loss = org["authority"][j] * (1.0 - a) * max(0.0, alone[j] - org["value"][j])
        tau[j, lead] *= 1.0 - p["trust.reactance"] * min(1.0, compelled + loss)


# 7.16


def loyalty(org, us, p, effort):
    """New (satisfaction, loyalty, home, commitment)."""
    satisfaction, whole, home, commitment = (
        np.array(org[name], dtype=float) for name in ("satisfaction", "loyalty", "home", "commitment")
    )
    alone = going_alone(org)
    T, T_m = tolerance(p), mood_tolerance(p)

    def draw(x, rate, z):
        return x + rate * x * (1.0 - x) * np.tanh(z / p["loyalty.scale"])

    def back(x, first):
        return x + p["loyalty.back"] * (first - x)

    for i in np.flatnonzero(org["member"] == MEMBER):
        z = satisfaction[i]
        z = z + p["loyalty.memory"] * (org["value"][i] - alone[i] - z)

        if not us["goal"]:
            fair = 0.0
        elif org["expected"][i] < alone[i] - T - HAIR:
            fair = -p["loyalty.overruled"]
        else:
            fair = p["loyalty.voice"] if p["logic.decision"] == "network" else 0.0

        # with the satisfaction of now
        loyal = draw(whole[i], p["loyalty.rate"], felt(z, T_m) + fair)
        h = draw(home[i], p["loyalty.home_rate"], felt(z - p["loyalty.pull"], T_m))
        c = draw(commitment[i], p["loyalty.commitment_rate"], felt(z, T_m) + fair)

        loyal = back(loyal, org["loyalty_first"][i])
        h = back(h, org["home_first"][i])
        c = back(c, org["commitment_first"][i])

        c = c + p["loyalty.inspiration"] * effort["ambition"] * (1.0 - c)

        satisfaction[i], whole[i], home[i], commitment[i] = z, loyal, h, c

    return satisfaction, whole, home, commitment
