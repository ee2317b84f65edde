from onrecord.model import Claim as Claim
from onrecord.model import Document as Document
from onrecord.model import Incident as Incident
from onrecord.pipeline.api import open_ledger as open_ledger
from onrecord.pipeline.api import read as read

__version__: str
