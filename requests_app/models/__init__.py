from requests_app.models.candidates import (
    Candidate,
    CommitteeScore,
    CriteriaAnswer,
    CriteriaForm,
    Criterion,
    Pilot,
    PlatformAnswer,
)
from requests_app.models.district import DistrictPurchase, TeamMember
from requests_app.models.equipment import Delivery, EquipmentAlternative, EquipmentItem, EquipmentRequest, EquipmentUnit
from requests_app.models.micro import MicroRequest, Site
from requests_app.models.product import Login, PaidBy, ProductRequest, Rostering, YesNo
from requests_app.models.purchase import Purchase, PurchaseDocument, Quote, YearAmount
from requests_app.models.rollout import CheckIn, CoordinationLine, Goal, Measure, Monitored
from requests_app.models.routing import RoutingRule
from requests_app.models.software import Host, RegistryEntry, SetUp, SoftwareRequest, Vetting
from requests_app.rules.request import RequestFacts as Request

__all__ = [
    "Candidate",
    "CheckIn",
    "CommitteeScore",
    "CoordinationLine",
    "CriteriaAnswer",
    "CriteriaForm",
    "Criterion",
    "Delivery",
    "DistrictPurchase",
    "EquipmentAlternative",
    "EquipmentItem",
    "EquipmentRequest",
    "EquipmentUnit",
    "Goal",
    "Host",
    "Login",
    "Measure",
    "MicroRequest",
    "Monitored",
    "PaidBy",
    "Pilot",
    "PlatformAnswer",
    "ProductRequest",
    "Purchase",
    "PurchaseDocument",
    "Quote",
    "RegistryEntry",
    "Request",
    "Rostering",
    "RoutingRule",
    "SetUp",
    "Site",
    "SoftwareRequest",
    "TeamMember",
    "Vetting",
    "YearAmount",
    "YesNo",
]
