"""Submodels 7.17 (Opportunity) and 7.20 (Ties, meeting), rebuilt from odd.md alone.

Nothing is changed in place.
"""

import numpy as np

AGE_MOST = 32000  # section 2


# ---------------------------------------------------------------- what both use


def members(org):
    return org["member"] == 1  # 0 outside, 1 member, 2 left


def open_ties(tie):
    return tie["exists"] & (tie["age"] > 0)


def partner_matrix(org, tie):
    """[i, j]: j is a partner of i, that is, a member tied to i by an open tie (Notation)."""
    return open_ties(tie) & members(org)[None, :]


def felt(z, tolerance):
    """F(z, T) of section 7."""
    return z if z > 0 else min(0.0, z + tolerance)


def one_with_largest(candidates, number):
    """The candidate with the largest number, the first of equals; None if there are none."""
    best, most = None, -1.0
    for k in candidates:
        u = number(k)
        if u > most:
            best, most = k, u
    return best


# ---------------------------------------------------------------- 7.17


def opportunity(org, tie, us, p, effort, U):
    n = len(org["key"])
    key = [int(k) for k in org["key"]]
    exists = tie["exists"]
    is_member = members(org)
    is_open = open_ties(tie)
    partner = partner_matrix(org, tie)  # before ties rest or open this round

    # Wear, of every tie, open or not, whoever is at its ends.
    o = np.array(tie["opportunity"], dtype=float)
    o[exists] = 1 + (o[exists] - 1) * (1 - p["opportunity.decay"])

    if not us["goal"] or p["logic.implementation"] != "network":
        return o

    tolerance = p["norm.tolerance"] if p["logic.norm"] == "network" else 0.0  # T_m
    content = [felt(z, tolerance) >= 0 for z in org["satisfaction"]]  # no slack of 1e-9
    missed = p["opportunity.rigidity"] * effort["organisation"]

    def new_to(i, j):
        novelty = p["opportunity.novelty"]
        if not (novelty > 0 and U("NOVELTY", key[i], key[j]) < novelty):
            return True
        others = [k for k in range(n) if partner[j, k] and k != i]
        source = one_with_largest(others, lambda k: U("SOURCE", key[j], key[k]))
        return source is None or not is_open[i, source]

    for i in range(n):
        for j in range(n):
            if i == j or not (is_open[i, j] and is_member[i] and is_member[j]):
                continue
            if not (content[i] and content[j]):
                continue
            chance = p["opportunity.rate"] * tie["difference"][i, j] * tie["understanding"][i, j] * (1 - missed)
            low, high = min(key[i], key[j]), max(key[i], key[j])
            if U("OPPORTUNITY", low, high) < chance and new_to(i, j):
                o[i, j] = min(p["opportunity.most"], o[i, j] * (1 + p["opportunity.step"]))
    return o


# ---------------------------------------------------------------- 7.20


def loads(org, tie, p):
    """l_i, with the partners as tie has them."""
    size = np.asarray(org["size"], dtype=float)
    n_partners = partner_matrix(org, tie).sum(axis=1)
    return p["ties.crowding"] * size ** -p["ties.by_size"] * n_partners


def usual(org, tie):
    """The mean over partners of g_ij s_j, 0 without partners."""
    partner = partner_matrix(org, tie)
    brought = np.where(partner, tie["synergy"] * np.asarray(org["pooled"])[None, :], 0.0)
    count = partner.sum(axis=1)
    return np.where(count > 0, brought.sum(axis=1) / np.maximum(count, 1), 0.0)


def worth(trust, synergy, pooled_of_other, usual_of_self):
    """W_ij(tau, g)."""
    if usual_of_self == 0:
        return trust
    return trust * min(1.0, synergy * pooled_of_other / usual_of_self)


def rest(org, tie, us, p, U):
    age = np.array(tie["age"])
    if p["ties.lapse"] == 0 and p["ties.search"] == 0:  # both 0
        return age

    n = len(org["key"])
    key = [int(k) for k in org["key"]]
    is_member = members(org)
    is_open = open_ties(tie)
    partner = partner_matrix(org, tie)
    load, usually = loads(org, tie, p), usual(org, tie)
    s, trust, g = org["pooled"], tie["trust"], tie["synergy"]

    def held(i, j):  # i is the one with the smaller key
        if not U("HOLD", key[i], key[j]) < p["ties.closure"]:
            return False
        others = [k for k in range(n) if partner[i, k] and k != j]
        holder = one_with_largest(others, lambda k: U("HOLDER", key[i], key[k]))
        return holder is not None and bool(is_open[holder, j])  # nobody else: not held

    resting = np.zeros((n, n), dtype=bool)
    for i in range(n):
        for j in range(n):
            if not (is_open[i, j] and is_member[i] and is_member[j] and key[i] < key[j]):
                continue
            w_ij = worth(trust[i, j], g[i, j], s[j], usually[i])
            w_ji = worth(trust[j, i], g[j, i], s[i], usually[j])
            young = float(tie["age"][i, j]) ** -p["ties.ageing"]  # age as it was
            chance = p["ties.lapse"] * young * (load[i] * (1 - w_ij) + load[j] * (1 - w_ji))
            if U("REST", key[i], key[j]) < chance and not held(i, j):
                resting[i, j] = resting[j, i] = True

    older = is_open & ~resting  # also ties of those who are no members
    age[older] = np.minimum(AGE_MOST, age[older] + 1)
    age[resting] = 0
    return age


def meeting(org, tie, us, p, U):
    n = len(org["key"])
    key = [int(k) for k in org["key"]]
    is_member = members(org)
    partner = partner_matrix(org, tie)  # anew, after rest
    load, usually = loads(org, tie, p), usual(org, tie)  # anew, after rest
    s, standing = org["pooled"], org["standing"]
    rests = tie["exists"] & (tie["age"] == 0)

    def trust_met(i, j):  # tau'_ij
        tau = tie["trust"][i, j]
        return tau + (standing[j] - tau) / (1 + tie["experience"][i, j])

    def synergy_met(i, j):  # g'_ij, with o and u as they are now
        return (
            tie["dependence"][i, j]
            * (1 + p["expectation.complementarity"] * tie["difference"][i, j])
            * tie["opportunity"][i, j]
            * tie["understanding"][i, j]
        )

    def worth_met(i, j):
        return worth(trust_met(i, j), synergy_met(i, j), s[j], usually[i])

    def in_common(i, j):
        return bool(np.any(partner[i] & partner[j]))

    opened = []
    for i in range(n):
        if not (is_member[i] and load[i] < 1):
            continue
        if not U("MEETING", key[i], 0) < p["ties.search"] * (1 - load[i]):
            continue
        candidates = [j for j in range(n) if j != i and is_member[j] and rests[i, j]]
        if U("MEETING", key[i], 1) < p["ties.closure"]:
            candidates = [j for j in candidates if in_common(i, j)]  # none left: meets nobody
        j = one_with_largest(candidates, lambda k, i=i: U("CANDIDATE", key[i], key[k]))
        if j is None or not load[j] < 1:
            continue
        if U("OPENING", key[i], key[j]) < worth_met(i, j) * worth_met(j, i) * (1 - load[j]):
            opened.append((i, j))

    age = np.array(tie["age"])
    for i, j in opened:
        age[i, j] = age[j, i] = 1
    return age
