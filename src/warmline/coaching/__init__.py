"""Coaching: how well a reply serves this contact at this moment, before it is sent."""
