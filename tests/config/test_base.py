import pytest


@pytest.mark.django_db(transaction=True)
def test_tables_can_be_emptied_although_a_trigger_refuses_it():
    pass
