from requests_app.models.equipment import Delivery, EquipmentAlternative, EquipmentItem, EquipmentRequest, EquipmentUnit
from requests_app.models.micro import MicroRequest, Site
from requests_app.models.product import Login, PaidBy, ProductRequest, Rostering, YesNo
from requests_app.models.purchase import Purchase, PurchaseDocument, Quote, YearAmount
from requests_app.models.routing import RoutingRule
from requests_app.models.software import Host, RegistryEntry, SetUp, SoftwareRequest, Vetting
from requests_app.rules.request import RequestFacts as Request

__all__ = [
    "Delivery",
    "EquipmentAlternative",
    "EquipmentItem",
    "EquipmentRequest",
    "EquipmentUnit",
    "Host",
    "Login",
    "MicroRequest",
    "PaidBy",
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
    "Vetting",
    "YearAmount",
    "YesNo",
]
