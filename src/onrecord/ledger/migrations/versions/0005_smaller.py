"""A smaller file: full text without places in SQLite, short numbers and shorter keys for what linking keeps.

Nothing that was appended is touched. What is appended from now on is packed closer, which older versions cannot read.
"""

from alembic import op
from sqlalchemy import inspect, text

from onrecord.ledger.links import renumber_nodes
from onrecord.ledger.schema import t
from onrecord.ledger.standing import rebuild_facts

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if any(c["name"] == "num" for c in inspect(connection).get_columns("link_node")):
        # a ledger that is being made: the first migration gave it the tables of today
        return
    op.execute("create table link_node_old as select * from link_node")
    for table in (t.link_node, t.link_node_claim, t.link_key):
        op.drop_table(table.name)
        table.create(connection)
    older = text("select * from link_node_old order by id")
    renumber_nodes(connection, connection.execute(older, execution_options={"yield_per": 1_000}))
    op.drop_table("link_node_old")
    rebuild_facts(connection)


def downgrade() -> None:
    raise RuntimeError("a ledger is never taken back to an older schema; restore a backup instead")
