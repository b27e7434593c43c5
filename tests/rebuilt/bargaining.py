"""Submodel 7.18 (Objection, bargaining), built from the text of odd.md alone."""

import numpy as np

EDGE = 1e-9  # the 10^-9 of 7.9 and 7.18


def tolerance(p):
    """T of section 7 (not T_m)."""
    if p["logic.norm"] == "network":
        return p["norm.tolerance"]
    return p["norm.leniency"] * p["norm.tolerance"]


def members(org):
    return np.asarray(org["member"]) == 1


def consents(org):
    return np.asarray(org["accepts"]) == 1


def objection(org, us, p):
    """gap, price and swing of every organisation; 0 for all but members that object."""
    n = len(org["member"])
    gap, price, swing = np.zeros(n), np.zeros(n), np.zeros(n, dtype=bool)
    if not us["put"]:
        return gap, price, swing

    T = tolerance(p)
    objects = members(org) & ~consents(org)  # also who said no in person, also with kappa = 0
    for j in np.flatnonzero(objects):
        gap[j] = max(0.0, org["fallback"][j] - T - org["expected"][j])
        regard = org["regard"][j]
        price[j] = gap[j] / regard if regard > 0 else np.inf  # infinite also where the gap is 0
        swing[j] = us["support"] + org["consent"][j] >= p["decision.quorum"] - EDGE  # also where the quorum is there
    return gap, price, swing


def cheapest(org, us, p):
    """The objectors that are taken, and the price of consent (NaN: not defined)."""
    enough = p["decision.quorum"] - EDGE
    if not us["put"] or us["support"] >= enough:
        return [], 0.0

    weight, price = org["consent"], org["price"]
    said = np.asarray(org["said"], dtype=bool)
    open_to_it = np.flatnonzero(members(org) & ~consents(org) & (weight > 0) & ~said)
    in_order = sorted(open_to_it, key=lambda j: price[j] / weight[j])  # cheapest first; of equals the first

    taken, support, total = [], us["support"], 0.0
    for j in in_order:
        if support >= enough:  # the quorum less 10^-9 here too
            break
        taken.append(j)
        support += weight[j]
        total += price[j]
    if support < enough or not np.isfinite(total):  # infinite: one of those taken
        return [], np.nan
    return taken, total


def gain_if_kept(org, p):
    """G_i."""
    w = p["value.common"]  # also for members without partners
    A, s, L, reach = org["aligned"], org["planned"], org["liking"], org["reach"]
    alone = 0.5 + org["outside"] + org["elsewhere"]
    return (
        s * (A + reach - w * (A - L + reach) + w * org["returned"])
        - 0.5 * s**2
        + w * org["due"]
        - p["value.ceding"] * org["autonomy_price"]
        + org["burden"]
        + org["payment"]
        - alone
    )


def bargaining(org, us, p, effort):
    n = len(org["member"])
    accepts = np.array(org["accepts"])
    expected = np.array(org["expected"], dtype=float)
    pledge = np.zeros(n)  # received +, paid -, as t
    support = us["support"]

    taken, price = cheapest(org, us, p)  # worked out under either [decision]

    T = tolerance(p)
    spare = org["expected"] + T - org["fallback"]
    room = np.where(
        members(org) & consents(org),  # as they consented at asking
        np.maximum(0.0, np.minimum(spare, gain_if_kept(org, p))),
        0.0,
    )
    brought = p["bargaining.reach"] * effort["interests"]  # e with what stands (7.2)

    agreed = (
        p["logic.decision"] == "network" and not np.isnan(price) and brought > 0 and price <= brought * room.sum()
    )  # no 10^-9
    if agreed:
        for j in taken:
            accepts[j] = 1
            support += org["consent"][j]  #
            pledge[j] = org["price"][j]
            expected[j] += org["price"][j] * org["regard"][j]
        if price > 0:  # at price 0 nobody pledges (0/0)
            paid = price * room / room.sum()
            pledge -= paid
            expected -= paid
    return {
        "price_of_consent": price,
        "pledge": pledge,
        "accepts": accepts,
        "support": support,
        "expected": expected,
    }
