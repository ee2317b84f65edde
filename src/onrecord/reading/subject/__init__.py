"""Whether a sentence is of the ledger's subject: a small model that keeps ordinary news out."""

from onrecord.reading.subject.model import SubjectModel, subject_hash, subject_model

__all__ = ["SubjectModel", "subject_hash", "subject_model"]
