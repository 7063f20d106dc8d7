"""Sums up the tree: what lies at an organisation and at everything under it."""

import numpy

from reports.domain.places import Places


class Adder:
    """Adds facts up the tree: in preorder a subtree is one slice, so its sum is a difference of running sums."""

    def __init__(self, places: Places):
        self.size = len(places.nodes)
        self.ends = numpy.array(places.ends(), dtype=numpy.int64)
        ids = numpy.fromiter((node.id for node in places.nodes), dtype=numpy.int64, count=self.size)
        self._order = numpy.argsort(ids)
        self._sorted_ids = ids[self._order]

    def located(self, organisations: numpy.ndarray) -> numpy.ndarray:
        """The position of each fact's organisation; -1 for one that is not of this tree."""
        at = numpy.searchsorted(self._sorted_ids, organisations).clip(max=self.size - 1)
        return numpy.where(self._sorted_ids[at] == organisations, self._order[at], -1)

    def own(self, positions: numpy.ndarray, chosen: numpy.ndarray, weights=None) -> numpy.ndarray:
        """What lies at each organisation itself."""
        chosen = chosen & (positions >= 0)
        if weights is not None:
            # Whole numbers well under 2**53: the floats of bincount are exact.
            sums = numpy.bincount(positions[chosen], weights=weights[chosen], minlength=self.size)
            return sums.astype(numpy.int64)
        return numpy.bincount(positions[chosen], minlength=self.size)

    def sums(self, positions: numpy.ndarray, chosen: numpy.ndarray, weights=None) -> numpy.ndarray:
        """What lies at each organisation and everything under it."""
        running = numpy.zeros(self.size + 1, dtype=numpy.int64)
        numpy.cumsum(self.own(positions, chosen, weights), out=running[1:])
        return running[self.ends] - running[:-1]
