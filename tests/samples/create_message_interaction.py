"""Send a message to a participant, and see how far it has come."""

import sys

from twilio_client import Client

service, session, participant = sys.argv[1:]

with Client() as client:
    session_context = client.proxy.v1.services(service).sessions(session)
    participant_context = session_context.participants(participant)
    message = participant_context.message_interactions.create(body="Your taxi is here.")

print(message.sid, message.outbound_resource_status)
