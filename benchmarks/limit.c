/* The costliest mechanisms of a round once more, as one writes them in C.

   They work on the very records of the model: records.h, which benchmarks/limit.py writes from their types. Names and
   formulas are those of simulation/mechanisms, simulation/game.py, simulation/elementary.py and simulation/draws.py. */

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "records.h"

enum { MEMBER = 1, NETWORK = 1, APPRAISAL = 24, REST = 40, HOLD = 41, HOLDER = 42, MEETING = 43, CANDIDATE = 44, OPENING = 45,
       LONGEST = 32000 };

typedef struct {
    organisation *organisations;
    tie *ties;
    collaboration *us;
    int64_t n, m;
} state;

static double larger(double a, double b) { return b > a ? b : a; }
static double smaller(double a, double b) { return b < a ? b : a; }

/* Elementary functions */

static double as_double(uint64_t bits) { double x; memcpy(&x, &bits, sizeof x); return x; }
static uint64_t as_bits(double x) { uint64_t bits; memcpy(&bits, &x, sizeof bits); return bits; }

static const double LOG_2_HIGH = 6.93147180369123816490e-01, LOG_2_LOW = 1.90821492927058770002e-10;
static const uint64_t FRACTION = (UINT64_C(1) << 52) - 1;

static double exponential(double x) {
    if (!(-708.0 <= x && x <= 709.0)) return isnan(x) ? x : x > 0.0 ? INFINITY : 0.0;
    int64_t k = (int64_t)floor(x / (LOG_2_HIGH + LOG_2_LOW) + 0.5);
    double high = x - k * LOG_2_HIGH, low = k * LOG_2_LOW, r = high - low, square = r * r;
    double rest = 4.13813679705723846039e-08;
    rest = rest * square - 1.65339022054652515390e-06;
    rest = rest * square + 6.61375632143793436117e-05;
    rest = rest * square - 2.77777777770155933842e-03;
    rest = rest * square + 1.66666666666666019037e-01;
    double c = r - square * rest;
    return (1.0 + (high + (r * c / (2.0 - c) - low))) * as_double((uint64_t)(k + 1023) << 52);
}

static double logarithm(double x) {
    if (!(0.0 < x && x < INFINITY)) return x == 0.0 ? -INFINITY : x > 0.0 ? x : NAN;
    uint64_t bits = as_bits(x);
    int64_t k = (int64_t)(bits >> 52) - 1023;
    double m = as_double((bits & FRACTION) | (UINT64_C(1023) << 52));
    if (m > sqrt(2.0)) { k += 1; m = 0.5 * m; }
    double f = m - 1.0, s = f / (2.0 + f), half = 0.5 * f * f, square = s * s;
    double rest = 1.479819860511658591e-01;
    rest = rest * square + 1.531383769920937332e-01;
    rest = rest * square + 1.818357216161805012e-01;
    rest = rest * square + 2.222219843214978396e-01;
    rest = rest * square + 2.857142874366239149e-01;
    rest = rest * square + 3.999999999940941908e-01;
    rest = rest * square + 6.666666666666735130e-01;
    return k * LOG_2_HIGH - ((half - (s * (half + square * rest) + k * LOG_2_LOW)) - f);
}

static double power(double x, double exponent) {
    if (exponent == 0.0 || x == 1.0) return 1.0;
    if (exponent == 0.5) return sqrt(x);
    return exponent == 1.0 ? x : exponential(exponent * logarithm(x));
}

/* Draws */

static double uniform(int64_t seed, uint32_t stream, int64_t round, int64_t i, int64_t j) {
    uint32_t key_0 = (uint32_t)seed, key_1 = (uint32_t)((uint64_t)seed >> 32);
    uint32_t a = stream, b = (uint32_t)round, c = (uint32_t)i, d = (uint32_t)j;
    for (int pass = 0; pass < 7; pass++) {
        uint64_t first = UINT64_C(0xD2511F53) * a, second = UINT64_C(0xCD9E8D57) * c;
        a = (uint32_t)(second >> 32) ^ b ^ key_0;
        b = (uint32_t)second;
        c = (uint32_t)(first >> 32) ^ d ^ key_1;
        d = (uint32_t)first;
        key_0 += 0x9E3779B9u;
        key_1 += 0xBB67AE85u;
    }
    return (double)((((uint64_t)a << 32) | b) >> 11) * 0x1p-53;
}

/* The game */

static double load(int64_t partners, double size, const parameters *p) {
    return p->ties.crowding / power(size, p->ties.by_size) * partners;
}

static bool works_with(const state *s, int64_t i, int64_t j) {
    int64_t low = s->organisations[i].first, high = s->organisations[i].last;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (s->ties[middle].target < j) low = middle + 1;
        else high = middle;
    }
    return low < s->organisations[i].last && s->ties[low].target == j && s->ties[low].age > 0;
}

static int64_t partner_by_chance(const state *s, int64_t i, int64_t other, int64_t seed, int64_t round) {
    const organisation *me = &s->organisations[i];
    int64_t best = -1;
    double largest = -1.0;
    for (const tie *t = s->ties + me->first; t < s->ties + me->last; t++) {
        const organisation *them = &s->organisations[t->target];
        if (t->age > 0 && them->member == MEMBER && t->target != other) {
            double chance = uniform(seed, HOLDER, round, me->key, them->key);
            if (chance > largest) { best = t->target; largest = chance; }
        }
    }
    return best;
}

static int8_t *membership(const state *s) {
    int8_t *member = malloc(s->n);
    for (int64_t i = 0; i < s->n; i++) member[i] = s->organisations[i].member == MEMBER;
    return member;
}

/* Expectation */

static double attention(const organisation *me, const parameters *p) {
    return 1.0 / (1.0 + load(me->partners > 1 ? me->partners - 1 : 0, me->size, p));
}

static double credence(double trust, double size, double partner_size, double awe) {
    if (partner_size <= size) return trust;
    return trust * (1.0 - awe * (partner_size - size) / (partner_size + size));
}

static double slack(const state *s, const organisation *them, const double *offered) {
    if (isnan(them->room)) return 1.0;
    double wanted = 0.0, room = them->room * them->partners;
    for (const tie *t = s->ties + them->first; t < s->ties + them->last; t++)
        if (t->age > 0) wanted += offered[t->target];
    return wanted > room ? room / wanted : 1.0;
}

static void form(state *s, const parameters *p) {
    int64_t n = s->n;
    int8_t *member = membership(s);
    double *columns = calloc(7 * n, sizeof(double));
    double *size = columns, *heed = size + n, *offered = heed + n, *free_ = offered + n;
    double *spillover = free_ + n, *returned = spillover + n, *due = returned + n;
    for (int64_t i = 0; i < n; i++) {
        const organisation *me = &s->organisations[i];
        size[i] = me->size;
        heed[i] = attention(me, p);
        offered[i] = member[i] ? me->promise : 0.0;
    }
    for (int64_t i = 0; i < n; i++) free_[i] = slack(s, &s->organisations[i], offered);
    for (int64_t i = 0; i < n; i++) {
        organisation *me = &s->organisations[i];
        double regard = 0.0, reach = 0.0, prospect = 0.0, doubt = 0.0;
        for (tie *t = s->ties + me->first; t < s->ties + me->last; t++) {
            int64_t j = t->target;
            if (t->age == 0) { t->synergy = 0.0; continue; }
            double gained = 1.0 + p->expectation.complementarity * t->difference;
            t->synergy = t->dependence * gained * t->opportunity * t->understanding * heed[i] * heed[j];
            if (!member[j]) continue;
            double believed = credence(t->trust, size[i], size[j], p->expectation.awe);
            double promised = t->synergy * offered[j] * free_[j];
            regard += t->trust;
            reach += promised;
            prospect += promised * believed;
            doubt += promised * promised * believed * (1.0 - believed);
        }
        me->reach = reach;
        me->prospect = prospect;
        me->doubt = sqrt(doubt);
        me->regard = me->partners > 0 ? regard / me->partners : 0.5;
        if (!member[i]) continue;
        for (const tie *t = s->ties + me->first; t < s->ties + me->last; t++) {
            int64_t j = t->target;
            if (t->age == 0 || !member[j]) continue;
            double brought = t->synergy * me->promise * free_[j], part = 0.0;
            if (p->value.common > 0.0)
                part = me->regard > 0.0 ? t->trust / (me->regard * me->partners) : 1.0 / me->partners;
            spillover[j] += brought;
            returned[j] += part * brought;
            due[j] += part * me->promise * me->productivity;
        }
    }
    for (int64_t i = 0; i < n; i++) {
        s->organisations[i].spillover = spillover[i];
        s->organisations[i].returned = returned[i];
        s->organisations[i].due = due[i];
    }
    free(columns);
    free(member);
}

void expectation_form(state *s, const parameters *p, int64_t seed, int64_t rounds) {
    (void)seed;
    for (int64_t round = 1; round <= rounds; round++) form(s, p);
}

/* Trust */

static double fulfilment(const organisation *partner, const parameters *p) {
    if (partner->promise <= 0.0) return 1.0;
    double let_pass = p->logic.norm == NETWORK ? p->norm.tolerance : p->norm.leniency * p->norm.tolerance;
    double kept = smaller(1.0, partner->pooled / partner->promise / (1.0 - let_pass));
    return larger(0.0, kept - (p->trust.severity - 1.0) * (1.0 - kept));
}

static double goodwill(const organisation *partner, const parameters *p) {
    double ordered = partner->pooled > partner->own ? partner->authority : 0.0;
    return smaller(1.0, p->trust.gain * (1.0 + p->effort.relation)) * (1.0 - p->trust.attribution * ordered);
}

static void learn(state *s, const parameters *p, int64_t seed, int64_t round) {
    int64_t n = s->n;
    int8_t *member = membership(s);
    int64_t *key = malloc(n * sizeof(int64_t));
    double *kept = malloc(2 * n * sizeof(double)), *gain = kept + n;
    for (int64_t i = 0; i < n; i++) {
        const organisation *partner = &s->organisations[i];
        key[i] = partner->key;
        kept[i] = fulfilment(partner, p);
        gain[i] = goodwill(partner, p);
    }
    double strangers = p->trust.acquaintance * p->effort.relation, blur = p->trust.blur * (1.0 - p->effort.process);
    double slowed = 1.0;
    int64_t known = -1;
    for (int64_t i = 0; i < n; i++) {
        if (!member[i]) continue;
        const organisation *me = &s->organisations[i];
        for (tie *t = s->ties + me->first; t < s->ties + me->last; t++) {
            int64_t j = t->target;
            if (!member[j] || t->age == 0) continue;
            t->trust += strangers * larger(0.0, p->trust.moderate - t->trust);
            if (!s->us->agreed) continue;
            double seen = kept[j];
            if (blur > 0.0) {
                double chance = 2.0 * uniform(seed, APPRAISAL, round, key[i], key[j]) - 1.0;
                seen = smaller(1.0, larger(0.0, seen + blur * chance));
            }
            if (p->trust.inertia > 0.0 && t->experience != known) {
                known = t->experience;
                slowed = 1.0 / power(1.0 + known, p->trust.inertia);
            }
            t->trust += (seen > t->trust ? slowed * gain[j] : slowed * p->trust.loss) * (seen - t->trust);
            if (t->experience < LONGEST) t->experience += 1;
        }
    }
    free(kept);
    free(key);
    free(member);
}

void trust_learn(state *s, const parameters *p, int64_t seed, int64_t rounds) {
    for (int64_t round = 1; round <= rounds; round++) learn(s, p, seed, round);
}

/* Ties */

static double resting(double fading, double busy, double worth, double partner_busy, double partner_worth) {
    return fading * (busy * (1.0 - worth) + partner_busy * (1.0 - partner_worth));
}

static double usually_brought(const state *s, const organisation *me, const int8_t *member, const double *pooled) {
    int64_t partners = 0;
    double brought = 0.0;
    for (const tie *t = s->ties + me->first; t < s->ties + me->last; t++)
        if (t->age > 0 && member[t->target]) {
            partners += 1;
            brought += t->synergy * pooled[t->target];
        }
    return brought / (partners > 1 ? partners : 1);
}

static double worth_of_tie(double trust, double brings, double usual) {
    return usual > 0.0 ? trust * smaller(1.0, brings / usual) : trust;
}

static double worth(const state *s, int64_t i, const tie *t, const int8_t *member, const double *pooled) {
    double usual = usually_brought(s, &s->organisations[i], member, pooled);
    return worth_of_tie(t->trust, t->synergy * pooled[t->target], usual);
}

static bool is_held(const state *s, const parameters *p, int64_t seed, int64_t round, int64_t i, int64_t j) {
    if (uniform(seed, HOLD, round, s->organisations[i].key, s->organisations[j].key) >= p->ties.closure) return false;
    int64_t k = partner_by_chance(s, i, j, seed, round);
    return k >= 0 && works_with(s, j, k);
}

static void rest(state *s, const parameters *p, int64_t seed, int64_t round) {
    if (p->ties.lapse == 0.0 && p->ties.search == 0.0) return;
    int64_t n = s->n;
    int8_t *member = membership(s), *rests = calloc(s->m, 1);
    int64_t *key = malloc(n * sizeof(int64_t));
    double *busy = malloc(2 * n * sizeof(double)), *pooled = busy + n;
    for (int64_t i = 0; i < n; i++) {
        const organisation *me = &s->organisations[i];
        key[i] = me->key;
        busy[i] = load(me->partners, me->size, p);
        pooled[i] = me->pooled;
    }
    double faded = 0.0;
    int64_t known = -1;
    for (int64_t i = 0; i < n; i++)
        for (int64_t row = s->organisations[i].first; row < s->organisations[i].last; row++) {
            tie *t = &s->ties[row];
            int64_t j = t->target;
            if (t->age == 0) continue;
            if (member[i] && member[j] && key[i] < key[j]) {
                if (t->age != known) {
                    known = t->age;
                    faded = p->ties.lapse / power(known, p->ties.ageing);
                }
                double chance = uniform(seed, REST, round, key[i], key[j]);
                if (chance < resting(faded, busy[i], 0.0, busy[j], 0.0)) {
                    double mine = worth(s, i, t, member, pooled);
                    double theirs = worth(s, j, &s->ties[t->reverse], member, pooled);
                    if (chance < resting(faded, busy[i], mine, busy[j], theirs))
                        rests[row] = rests[t->reverse] = !is_held(s, p, seed, round, i, j);
                }
            }
            if (t->age < LONGEST) t->age += 1;
        }
    for (int64_t row = 0; row < s->m; row++)
        if (rests[row]) s->ties[row].age = 0;
    free(busy);
    free(key);
    free(rests);
    free(member);
}

void ties_rest(state *s, const parameters *p, int64_t seed, int64_t rounds) {
    for (int64_t round = 1; round <= rounds; round++) rest(s, p, seed, round);
}

/* Meeting */

static bool have_partner_in_common(const state *s, const organisation *me, int64_t j) {
    for (const tie *t = s->ties + me->first; t < s->ties + me->last; t++)
        if (t->age > 0 && s->organisations[t->target].member == MEMBER && works_with(s, j, t->target)) return true;
    return false;
}

static int64_t stranger_by_chance(const state *s, const organisation *me, bool near, int64_t seed, int64_t round) {
    int64_t best = -1;
    double largest = -1.0;
    for (int64_t row = me->first; row < me->last; row++) {
        const tie *t = &s->ties[row];
        const organisation *them = &s->organisations[t->target];
        if (t->age > 0 || them->member != MEMBER || (near && !have_partner_in_common(s, me, t->target))) continue;
        double chance = uniform(seed, CANDIDATE, round, me->key, them->key);
        if (chance > largest) { best = row; largest = chance; }
    }
    return best;
}

static void partners_and_strangers(const state *s, const organisation *me, const int8_t *member, int64_t *found) {
    found[0] = found[1] = 0;
    for (const tie *t = s->ties + me->first; t < s->ties + me->last; t++)
        if (member[t->target]) found[t->age == 0] += 1;
}

static double promising(const tie *t, const organisation *them, double usual, const parameters *p) {
    double gained = 1.0 + p->expectation.complementarity * t->difference;
    double brings = t->dependence * gained * t->opportunity * t->understanding * them->pooled;
    return worth_of_tie(t->trust + (them->standing - t->trust) / (1.0 + t->experience), brings, usual);
}

static void look_around(const state *s, const parameters *p, int64_t seed, int64_t round, int64_t i,
                        const int8_t *member, const double *pooled, int8_t *opens) {
    const organisation *me = &s->organisations[i];
    double chance = uniform(seed, MEETING, round, me->key, 0);
    if (chance >= p->ties.search) return;
    int64_t found[2];
    partners_and_strangers(s, me, member, found);
    if (found[1] == 0 || chance >= p->ties.search * (1.0 - load(found[0], me->size, p))) return;
    bool near = uniform(seed, MEETING, round, me->key, 1) < p->ties.closure;
    int64_t row = stranger_by_chance(s, me, near, seed, round);
    if (row < 0) return;
    const tie *t = &s->ties[row];
    const organisation *them = &s->organisations[t->target];
    partners_and_strangers(s, them, member, found);
    double mine = promising(t, them, usually_brought(s, me, member, pooled), p);
    double theirs = promising(&s->ties[t->reverse], me, usually_brought(s, them, member, pooled), p);
    double both = mine * theirs * (1.0 - load(found[0], them->size, p));
    if (uniform(seed, OPENING, round, me->key, them->key) < both) opens[row] = opens[t->reverse] = 1;
}

static void meet(state *s, const parameters *p, int64_t seed, int64_t round) {
    if (p->ties.search == 0.0) return;
    int8_t *member = membership(s), *opens = calloc(s->m, 1);
    double *pooled = malloc(s->n * sizeof(double));
    for (int64_t i = 0; i < s->n; i++) pooled[i] = s->organisations[i].pooled;
    for (int64_t i = 0; i < s->n; i++)
        if (member[i]) look_around(s, p, seed, round, i, member, pooled, opens);
    for (int64_t row = 0; row < s->m; row++)
        if (opens[row]) s->ties[row].age = 1;
    free(pooled);
    free(opens);
    free(member);
}

void meeting_meet(state *s, const parameters *p, int64_t seed, int64_t rounds) {
    for (int64_t round = 1; round <= rounds; round++) meet(s, p, seed, round);
}
