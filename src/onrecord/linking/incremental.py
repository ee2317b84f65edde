"""Adding documents: only what the new claims touch is compared and clustered again.

The result is a function of the claims and the judgements alone. Which pairs are compared depends on the blocks as they
stand (a block that outgrows the cap is closed for everybody, and pairs that only met there part again); a component of
kept pairs, or a piece of a large one, is the unit that is clustered anew.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import replace

from onrecord.linking.cluster import Constraints
from onrecord.linking.decisions import Decisions
from onrecord.linking.forward import forwards
from onrecord.linking.incident import Member, build
from onrecord.linking.nodes import Told, decode_brief, kept_bits, prepare
from onrecord.linking.partition import Cluster, partition
from onrecord.linking.pieces import Walk
from onrecord.linking.recall import Recall
from onrecord.linking.settings import settings
from onrecord.linking.store import Edge, LinkStore, StoredIncident, StoredNode
from onrecord.model import Incident, Rule

__all__ = ["Linker"]

Pair = tuple[int, int]


class Linker:
    """Links documents into a store. ``rule`` names how tolls are assessed; ``decisions`` are the standing judgements.

    ``recall`` is kept by a caller from one linker of a store to the next, to save the unpacking and weighing of what meets again.
    """

    def __init__(
        self,
        store: LinkStore,
        decisions: Decisions | None = None,
        rule: Rule = "latest",
        recall: Recall | None = None,
    ) -> None:
        self.store = store
        self.decisions = decisions or Decisions()
        self.rule: Rule = rule
        self.limits = settings()
        self._recall = recall or Recall()
        self._departed: Mapping[str, StoredIncident] = {}
        # older nodes that connect only now, because a block was opened again
        self._joined: set[Pair] = set()

    def add(self, told: Sequence[Told]) -> list[Incident]:
        """Add documents, or read them anew, and give back the incidents that are new or changed, by id.

        A document that was added before is replaced: its old accounts go, its ``sequence`` stays. Call it again with
        the documents of a judgement's subjects to let a new judgement take effect.
        """
        self._recall.trim()
        new, covers, touched, known = self._take_in(told)
        fresh = [n for n in new if n.id not in known]
        touched |= self._connect(fresh)
        self.store.put_edges(covers)
        return self._settle(touched, {n.id for n in fresh}, force={n.id for n in new})

    # -------------------------------------------------------------- taking in

    def _take_in(self, told: Sequence[Told]) -> tuple[list[StoredNode], list[Edge], set[int], set[int]]:
        """Put documents; give back their nodes, the cover edges, old nodes whose world changed, and nodes that stay as they are."""
        documents, nodes, covers = [], [], []
        last = {t.document.id: t for t in told}
        for item in last.values():
            document, made, edges = prepare(item, self.decisions.must, self.decisions.cannot)
            documents.append(document)
            nodes += made
            covers += edges
        before = {i for ids in self.store.nodes_of_documents(last).values() for i in ids}
        touched = self._forget(before - {n.id for n in nodes})
        self.store.put_documents(documents)
        return nodes, covers, touched, before

    def _forget(self, stale: set[int]) -> set[int]:
        """Drop nodes; blocks that shrink under the cap are used again. Gives back every node they were linked with."""
        if not stale:
            return set()
        shared = {key for held in self.store.keys(stale).values() for key in held}
        closed = {k for k, held in self.store.blocks(shared, self.limits.cap).items() if len(held) > self.limits.cap}
        touched = {end for e in self.store.edges(stale) for end in (e.a, e.b)} - stale
        homes = self.store.incidents_of(stale)
        old = self.store.incidents(set(homes.values()))
        touched |= {n for incident in old.values() for n in incident.nodes} - stale
        self._departed = old
        self.store.drop_nodes(stale)
        opened = [h for h in self.store.blocks(closed, self.limits.cap).values() if len(h) <= self.limits.cap]
        for held in opened:
            kept = self._keep_edges({(min(a, b), max(a, b)) for a in held for b in held if a != b})
            self._joined |= {(e.a, e.b) for e in kept}
        return touched | {end for pair in self._joined for end in pair}

    def _connect(self, fresh: Sequence[StoredNode]) -> set[int]:
        """Put new nodes and compare them with those that share an open block; gives back the nodes that gained or lost an edge."""
        cap = self.limits.cap
        arriving: dict[int, set[int]] = defaultdict(set)
        for node in fresh:
            for key in node.keys:
                arriving[key].add(node.id)
        standing = self.store.blocks(arriving, cap)
        self.store.put_nodes(fresh)
        self._recall.put(fresh)
        met: dict[int, set[int]] = {node.id: set() for node in fresh}
        closing: dict[int, set[int]] = {}
        for key, ids in arriving.items():
            held = standing.get(key, ())
            if len(held) > cap:
                continue
            together = ids | set(held)
            if len(together) > cap:
                closing[key] = together
                continue
            for node_id in ids:
                met[node_id] |= together
        pairs = {(a, b) if a < b else (b, a) for a, others in met.items() for b in others if a != b}
        touched = {end for e in self._keep_edges(pairs) for end in (e.a, e.b)}
        for key, block in closing.items():
            touched |= self._part(key, block)
        return touched

    def _keep_edges(self, pairs: Collection[Pair]) -> list[Edge]:
        held, kept = self._recall, []
        ids = {n for pair in pairs for n in pair}
        held.load(ids, self.store.nodes)
        accounts = {n: held.account(n) for n in ids}
        for a, b in pairs:
            bits = kept_bits(accounts[a], accounts[b])
            if bits is not None:
                kept.append(Edge(a=a, b=b, weight=bits))
        self.store.put_edges(kept)
        return kept

    def _part(self, closed: int, held: set[int]) -> set[int]:
        """Drop the edges of a block that has just closed, where the two nodes share no other open block."""
        keys = {n: frozenset(of) for n, of in self.store.keys(held).items()}
        inside = (e for e in self.store.edges(held) if e.kind == "match" and e.a in keys and e.b in keys)
        left = {e: (keys[e.a] & keys[e.b]) - {closed} for e in inside}
        cap = self.limits.cap
        gone: list[Edge] = []
        # most share many keys, of which one that is open is enough: of each pair's keys one is asked about, then the next
        while left:
            gone += [e for e, others in left.items() if not others]
            wanted: set[int] = set()
            for others in left.values():
                if others and wanted.isdisjoint(others):
                    wanted.add(min(others))
            still = {key for key, block in self.store.blocks(wanted, cap).items() if len(block) <= cap}
            left = {e: others - wanted for e, others in left.items() if others and still.isdisjoint(others)}
        self.store.drop_edges(gone)
        return {end for e in gone for end in (e.a, e.b)}

    # --------------------------------------------------------------- settling

    def _settle(self, touched: set[int], fresh: set[int], force: set[int]) -> list[Incident]:
        """Cluster the components of the touched nodes anew and replace the incidents that changed.

        ``force`` are the nodes of the documents just told: a judgement about them may be new.
        """
        must, cannot = self._constraints()
        joined = self._joined | {pair for pair in must if not force.isdisjoint(pair)}
        self._joined = set()
        walk = Walk(self.store.edges, must, fresh, self.limits.most, joined)
        found = list(walk.pieces(touched | force | {end for pair in joined for end in pair}))
        homes = self.store.incidents_of({n for piece in found for n in piece})
        old = dict(self.store.incidents(set(homes.values()))) | dict(self._departed)
        self._departed = {}
        clusters: list[Cluster] = []
        constraints = Constraints(must, cannot)
        self._recall.load((n for piece in found for n in piece), self.store.nodes)
        for piece in found:
            clusters += partition(piece, walk.weights(piece), constraints, self._recall, self.limits)
        standing = {(i.nodes, _mostly_about(i)): name for name, i in old.items()}
        changed: list[Cluster] = []
        kept: set[str] = set()
        for c in clusters:
            name = standing.get((c.nodes, frozenset(self._recall[n].document for n in c.mains)))
            if name is None or force & set(c.nodes):
                changed.append(c)
            else:
                kept.add(name)
        made = self._build(changed)
        gone = {name: stored for name, stored in old.items() if name not in kept}
        self.store.replace(gone, made, forwards(gone, made))
        renewed = self._refresh_covers(walk.covers, {n for c in changed for n in c.nodes})
        latest = {s.incident.id: s.incident for s in (*made, *renewed)}
        return [latest[i] for i in sorted(latest)]

    def _constraints(self) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
        judged = self.decisions.must | self.decisions.cannot
        if not judged:
            return set(), set()
        home = self.store.nodes_of_claims({c for pair in judged for c in pair})

        def pairs(of: Iterable[tuple[str, str]]) -> set[tuple[int, int]]:
            found = ((home[a], home[b]) for a, b in of if a in home and b in home)
            return {(min(p), max(p)) for p in found if p[0] != p[1]}

        return pairs(self.decisions.must), pairs(self.decisions.cannot)

    # --------------------------------------------------------------- building

    def _members(self, clusters: Sequence[Cluster]) -> dict[int, Member]:
        ids = [n for c in clusters for n in c.nodes]
        mains = {n for c in clusters for n in c.mains}
        held = self._recall
        held.load(ids, self.store.nodes)
        wanted = {n: held[n].told for n in ids}
        claims = self.store.claims({c for told in wanted.values() for c in told})
        documents = self.store.documents({held[n].document for n in ids})
        briefs = {d: decode_brief(s) for d, s in documents.items()}
        return {
            n: Member(
                brief=briefs[held[n].document],
                claims=tuple(claims[c] for c in wanted[n] if c in claims),
                main=n in mains,
            )
            for n in ids
        }

    def _build(self, clusters: Sequence[Cluster]) -> list[StoredIncident]:
        members = self._members(clusters)
        made = []
        for cluster in clusters:
            incident = build([members[n] for n in cluster.nodes], self.rule, self.decisions)
            if incident is not None:
                made.append(StoredIncident(incident=incident, nodes=cluster.nodes))
        return made

    def _refresh_covers(self, covering: Iterable[Edge], nodes: Set[int]) -> list[StoredIncident]:
        """Write ``covers`` of the aggregates among, or above, the changed nodes; ``covering`` are the edges at these."""
        sums = {e.a for e in covering if e.a in nodes or e.b in nodes}
        if not sums:
            return []
        homes = self.store.incidents_of(sums)
        wholes = self.store.incidents(set(homes.values()))
        below = [e for e in self.store.edges({n for w in wholes.values() for n in w.nodes}) if e.kind == "covers"]
        parts = self.store.incidents_of({e.b for e in below})
        above = self.store.incidents_of({e.a for e in below})
        covers: dict[str, set[str]] = defaultdict(set)
        for edge in below:
            if edge.a in above and edge.b in parts:
                covers[above[edge.a]].add(parts[edge.b])
        renewed = []
        for name, stored in sorted(wholes.items()):
            wanted = tuple(sorted(covers[name]))
            if stored.incident.covers != wanted:
                incident = replace(stored.incident, covers=wanted)
                renewed.append(StoredIncident(incident=incident, nodes=stored.nodes))
        self.store.replace([s.incident.id for s in renewed], renewed, ())
        return renewed


def _mostly_about(stored: StoredIncident) -> frozenset[str]:
    return frozenset(d.id for d in stored.incident.documents if d.main)
