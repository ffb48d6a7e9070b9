from contracts.models.agreement import Agreement
from contracts.models.elements import DataElement, OtherData
from contracts.models.offboarding import Offboarding
from contracts.models.packet import Packet
from contracts.models.public_record import (
    Breach,
    BreachCount,
    Confirmation,
    DocumentVersion,
    Item,
    LinkRequest,
    PublicDocument,
    PublicSending,
    RecordChange,
    RightsRequest,
    Statement,
)
from contracts.models.renewal import CalendarFeed, Cycle, PeriodicReview, Renewal, Schedule
from contracts.models.signers import AuthorisedSigner
from contracts.models.subcontractors import Subcontractor
from contracts.models.tls import TlsCheck

__all__ = [
    "Agreement",
    "AuthorisedSigner",
    "Breach",
    "BreachCount",
    "CalendarFeed",
    "Confirmation",
    "Cycle",
    "DataElement",
    "DocumentVersion",
    "Item",
    "LinkRequest",
    "Offboarding",
    "OtherData",
    "Packet",
    "PeriodicReview",
    "PublicDocument",
    "PublicSending",
    "RecordChange",
    "Renewal",
    "RightsRequest",
    "Schedule",
    "Statement",
    "Subcontractor",
    "TlsCheck",
]
