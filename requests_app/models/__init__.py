from requests_app.models.equipment import Delivery, EquipmentAlternative, EquipmentItem, EquipmentRequest, EquipmentUnit
from requests_app.models.micro import MicroRequest, Site
from requests_app.models.product import Login, PaidBy, ProductRequest, Rostering, YesNo
from requests_app.models.purchase import Purchase, PurchaseDocument, Quote, YearAmount
from requests_app.models.routing import RoutingRule
from requests_app.rules.request import RequestFacts as Request

__all__ = [
    "Delivery",
    "EquipmentAlternative",
    "EquipmentItem",
    "EquipmentRequest",
    "EquipmentUnit",
    "Login",
    "MicroRequest",
    "PaidBy",
    "ProductRequest",
    "Purchase",
    "PurchaseDocument",
    "Quote",
    "Request",
    "Rostering",
    "RoutingRule",
    "Site",
    "YearAmount",
    "YesNo",
]
