"""The errors of the peers' estimators, on the games that explain-bench measures its own on."""
import itertools

import numpy as np
import shap
from shapiq.approximator import KernelSHAP

BUDGETS = (2, 5, 10, 20, 50)
PEERS = ("shap.KernelExplainer, its default", "shap.KernelExplainer, l1_reg=0", "shap.PermutationExplainer",
         "shapiq KernelSHAP, paired")


class Game:
    """v(S) = mean over background rows b of f(x on S, b elsewhere), for shapiq."""

    def __init__(self, subject, instance):
        self.subject, self.instance = subject, instance

    def __call__(self, coalitions):
        coalitions = np.atleast_2d(np.asarray(coalitions, bool))
        background = self.subject.background
        values = np.empty(len(coalitions))
        for start in range(0, len(coalitions), 256):
            block = coalitions[start:start + 256]
            rows = np.where(block[:, None, :], self.instance, background[None])
            answers = self.subject.predict(rows.reshape(-1, rows.shape[2])).astype(np.float64)
            values[start:start + 256] = answers.reshape(len(block), -1).mean(axis=1)
        return values


def exact(subject, instance):
    """The truth by other means than explain-bench's: shap's trees, or numpy over all coalitions; None without either."""
    if subject.is_tree and not subject.is_boosted:
        return None
    if subject.is_tree:
        explainer = shap.TreeExplainer(
            subject.model, data=subject.background, feature_perturbation="interventional")
        return np.asarray(explainer.shap_values(instance[None], check_additivity=False))[0]
    players = subject.width
    members = (np.arange(1 << players)[:, None] >> np.arange(players)) & 1
    values = Game(subject, instance)(members)
    sizes = members.sum(axis=1)
    factorials = np.cumprod([1.0] + list(range(1, players + 1)))
    phi = np.empty(players)
    for player in range(players):
        without = np.flatnonzero(members[:, player] == 0)
        weights = factorials[sizes[without]] * factorials[players - 1 - sizes[without]] / factorials[players]
        phi[player] = weights @ (values[without + (1 << player)] - values[without])
    return phi


def estimate(peer, subject, instance, budget, seed):
    """One estimate from `budget` coalitions, the empty and the full one included."""
    players = subject.width
    np.random.seed(seed)
    if peer.startswith("shap.KernelExplainer"):
        explainer = shap.KernelExplainer(subject.predict, subject.background)
        more = {"l1_reg": 0} if "l1_reg=0" in peer else {}
        return np.asarray(explainer.shap_values(instance, nsamples=budget - 2, silent=True, **more)).ravel()
    if peer == "shap.PermutationExplainer":
        masker = shap.maskers.Independent(subject.background, max_samples=len(subject.background))
        explainer = shap.PermutationExplainer(subject.predict, masker, seed=seed)
        return explainer(instance[None], max_evals=budget, silent=True).values.ravel()
    game = Game(subject, instance)
    empty = game(np.zeros((1, players)))[0]
    result = KernelSHAP(n=players, pairing_trick=True, random_state=seed).approximate(
        budget, lambda coalitions: game(coalitions) - empty)
    return np.asarray(result.get_n_order_values(1))


def errors(subject, truths, seeds):
    """{(peer, budget): relative errors}, over instances and seeds."""
    found = {}
    for peer, multiple in itertools.product(PEERS, BUDGETS):
        for index, truth in truths.items():
            for seed in range(seeds):
                phi = estimate(peer, subject, subject.instances[index], multiple * subject.width + 2, seed)
                found.setdefault((peer, multiple), []).append(float(((phi - truth) ** 2).sum() / (truth ** 2).sum()))
    return found


def kernel_error(subject, truths, seeds, budget):
    """The median error of shap.KernelExplainer without its regularisation."""
    peer = "shap.KernelExplainer, l1_reg=0"
    found = [((estimate(peer, subject, subject.instances[index], budget, seed) - truth) ** 2).sum() / (truth ** 2).sum()
             for index, truth in truths.items() for seed in range(seeds)]
    return float(np.median(found))
