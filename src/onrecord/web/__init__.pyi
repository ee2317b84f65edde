from onrecord.web.access import Door as Door
from onrecord.web.app import create_app as create_app
from onrecord.web.desk import Judge as Judge
from onrecord.web.guard import LOOPBACK as LOOPBACK
from onrecord.web.server import Refused as Refused
from onrecord.web.server import Tls as Tls
from onrecord.web.server import is_loopback as is_loopback
from onrecord.web.server import serve as serve
