from requests_app.models.micro import MicroRequest, Site
from requests_app.models.product import Login, PaidBy, ProductRequest, Rostering, YesNo
from requests_app.models.purchase import Purchase, Quote

__all__ = ["Login", "MicroRequest", "PaidBy", "ProductRequest", "Purchase", "Quote", "Rostering", "Site", "YesNo"]
