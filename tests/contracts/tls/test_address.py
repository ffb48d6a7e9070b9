"""Where a scan never connects to, however it is written or looked up."""

from ipaddress import ip_address, ip_network

import pytest

from contracts.tls.address import Target, addresses_of, is_public, of_website, read_target
from contracts.tls.errors import NotMeasured


def refusal_of(text: str, answers=()) -> str:
    """Why an address is refused, "" when it is not; a name is looked up to these answers."""
    try:
        addresses_of(read_target(text), lookup=lambda host, port: answers)
    except NotMeasured as refusal:
        return refusal.code
    return ""


# As it is typed, and why it is refused.
WRITTEN = [
    # Special addresses
    ("127.0.0.1", "not-public"),
    ("127.1.2.3:8443", "not-public"),
    ("0.0.0.0", "not-public"),
    ("10.0.0.5", "not-public"),
    ("172.16.0.1", "not-public"),
    ("172.31.255.255", "not-public"),
    ("192.168.1.1:443", "not-public"),
    ("169.254.169.254", "not-public"),  # the cloud's metadata
    ("100.64.0.1", "not-public"),
    ("192.0.0.8", "not-public"),
    ("192.0.2.1", "not-public"),
    ("198.18.0.1", "not-public"),
    ("198.51.100.7", "not-public"),
    ("203.0.113.9", "not-public"),
    ("192.88.99.1", "not-public"),
    ("224.0.0.1", "not-public"),
    ("239.255.255.250", "not-public"),
    ("240.0.0.1", "not-public"),
    ("255.255.255.255", "not-public"),
    # IPv6
    ("[::]", "not-public"),
    ("[::1]:443", "not-public"),
    ("[fe80::1]", "not-public"),
    ("[fec0::1]", "not-public"),
    ("[fc00::1]", "not-public"),
    ("[fd12:3456:789a::1]", "not-public"),
    ("[ff02::1]", "not-public"),
    ("[100::1]", "not-public"),
    ("[2001:db8::1]", "not-public"),
    ("[3fff::1]", "not-public"),
    ("[2001:2::1]", "not-public"),
    # IPv4 inside IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP
    ("[::ffff:127.0.0.1]", "not-public"),
    ("[::ffff:7f00:1]", "not-public"),
    ("[::ffff:8.8.8.8]", "not-public"),
    ("[::127.0.0.1]", "not-public"),
    ("[::ffff:0:127.0.0.1]", "not-public"),
    ("[64:ff9b::127.0.0.1]", "not-public"),
    ("[64:ff9b:1::10.0.0.1]", "not-public"),
    ("[2002:7f00:1::]", "not-public"),
    ("[2002:a00:1::1]", "not-public"),
    ("[2001:0:4136:e378:8000:63bf:80ff:fffe]", "not-public"),
    ("[2600::5efe:127.0.0.1]", "not-public"),
    # Other ways to write 127.0.0.1
    ("2130706433", "bad-address"),
    ("0x7f000001", "bad-address"),
    ("0x7f.0.0.1", "bad-address"),
    ("0177.0.0.1", "bad-address"),
    ("127.0.0.01", "bad-address"),
    ("127.1", "bad-address"),
    ("127.0.0.1.", "not-public"),
    ("１２７.0.0.1", "not-public"),
    ("127。0。0。1", "not-public"),
    ("①②⑦.0.0.1", "not-public"),
    # What is no host
    ("", "bad-address"),
    ("user@example.org", "bad-address"),
    ("user:secret@example.org", "bad-port"),
    ("https://example.org/", "bad-port"),
    ("example.org/admin", "bad-address"),
    ("example.org\r\nHost: inside", "bad-address"),
    ("exa\0mple.org", "bad-address"),
    ("exam ple.org", "bad-address"),
    ("example.org{127.0.0.1}", "bad-address"),
    ("--update_trust_stores", "bad-address"),
    ("-example.org", "bad-address"),
    ("a..b", "bad-address"),
    ("a" * 64 + ".org", "bad-address"),
    ("a." * 140 + "org", "bad-address"),
    ("[fe80::1%eth0]", "bad-address"),
    ("[fe80::1%25eth0]:443", "bad-address"),
    ("[::1", "bad-address"),
    ("[127.0.0.1]", "bad-address"),
    ("[::1]443", "bad-address"),
    ("::1", "bad-address"),
    # Ports
    ("example.org:0", "bad-port"),
    ("example.org:65536", "bad-port"),
    ("example.org:-1", "bad-port"),
    ("example.org:", "bad-port"),
    ("example.org:https", "bad-port"),
    ("example.org:٤٤٣", "bad-port"),
    ("[2606:4700::1]:99999", "bad-port"),
]


@pytest.mark.parametrize(("text", "reason"), WRITTEN)
def test_hostile_address_is_refused(text, reason):
    # None of these is looked up with another result than a public address.
    assert refusal_of(text, answers=["93.184.216.34"]) == reason


# What a name leads to.
NAMES = [
    (["127.0.0.1"], "not-public"),
    (["::1"], "not-public"),
    (["10.1.2.3"], "not-public"),
    (["169.254.169.254"], "not-public"),
    (["::ffff:192.168.0.1"], "not-public"),
    (["fe80::1%eth0"], "not-public"),
    (["93.184.216.34", "127.0.0.1"], "not-public"),  # one public address does not make the other one public
    (["2606:2800:220:1::1", "fd00::1"], "not-public"),
    ([], "not-found"),
    (["93.184.216.34"], ""),
    (["93.184.216.34", "2606:2800:220:1::1"], ""),
]


@pytest.mark.parametrize(("answers", "reason"), NAMES)
def test_a_name_is_refused_for_any_address_it_leads_to(answers, reason):
    assert refusal_of("vendor.example", answers=answers) == reason


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST.", "localhost:8443"])
def test_a_name_of_this_machine_is_refused_as_it_looks_it_up_itself(name):
    with pytest.raises(NotMeasured) as refusal:
        addresses_of(read_target(name))
    assert refusal.value.code == "not-public"


PUBLIC = ["8.8.8.8", "93.184.216.34", "172.32.0.1", "192.0.3.1", "223.255.255.255", "2606:4700::1111", "2a00:1450::8a"]


@pytest.mark.parametrize("text", PUBLIC)
def test_an_address_on_the_internet_is_public(text):
    assert is_public(ip_address(text))
    assert refusal_of(f"[{text}]" if ":" in text else text) == ""


READ = [
    ("Example.ORG", Target("example.org")),
    (" example.org:8443 ", Target("example.org", 8443)),
    ("example.org.", Target("example.org")),
    ("bücher.example", Target("xn--bcher-kva.example")),
    ("_sip.example.org", Target("_sip.example.org")),
    ("8.8.8.8:853", Target("8.8.8.8", 853)),
    ("[2606:4700:0:0::1111]:8443", Target("2606:4700::1111", 8443)),
]


@pytest.mark.parametrize(("text", "target"), READ)
def test_host_and_port_are_read(text, target):
    assert read_target(text) == target
    assert read_target(str(target)) == target


WEBSITES = [
    ("https://www.desmos.com/calculator?x=1", Target("www.desmos.com")),
    ("https://app.example.org:8443/", Target("app.example.org", 8443)),
    ("http://kahoot.com", Target("kahoot.com")),
    ("http://kahoot.com:8080/", Target("kahoot.com")),
    ("https://[2606:4700::1111]/", Target("2606:4700::1111")),
    ("", "no-website"),
    ("https://user:secret@example.org/", "bad-address"),
    ("ftp://example.org/", "bad-address"),
    ("https:///nowhere", "bad-address"),
    ("https://example.org:99999/", "bad-address"),
    ("https://[::1/", "bad-address"),
    ("javascript:alert(1)", "bad-address"),
]


@pytest.mark.parametrize(("website", "target"), WEBSITES)
def test_host_of_a_web_address(website, target):
    try:
        found = of_website(website)
    except NotMeasured as refusal:
        found = refusal.code
    assert found == target


def test_an_allowed_network_is_let_through_and_nothing_else(settings):
    settings.TLS_ALLOW_NETWORKS = [ip_network("127.0.0.0/30"), ip_network("fd00::/64")]
    assert refusal_of("127.0.0.1") == refusal_of("127.0.0.3") == refusal_of("[fd00::5]") == ""
    for other in ("127.0.0.4", "10.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[fd00:0:0:1::5]"):
        assert refusal_of(other) == "not-public", other
    # A name of an allowed network keeps to it.
    found = addresses_of(read_target("localhost"), lookup=lambda host, port: ["::1", "127.0.0.1", "10.0.0.1"])
    assert [str(each) for each in found] == ["127.0.0.1"]
