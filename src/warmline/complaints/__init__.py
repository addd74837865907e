"""Complaints: their key, their life from receipt to closing, their log, their figures. Pure."""
