from requests_app.models.micro import MicroRequest, Site
from requests_app.models.product import Login, PaidBy, ProductRequest, Rostering, YesNo
from requests_app.models.purchase import Purchase, PurchaseDocument, Quote, YearAmount
from requests_app.rules.request import RequestFacts as Request

__all__ = [
    "Login",
    "MicroRequest",
    "PaidBy",
    "ProductRequest",
    "Purchase",
    "PurchaseDocument",
    "Quote",
    "Request",
    "Rostering",
    "Site",
    "YearAmount",
    "YesNo",
]
