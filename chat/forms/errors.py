"""What a model found wrong, shown at the fields of a form."""

from typing import Any

from django import forms


def add_errors(form: forms.BaseForm, error: Any, field: str) -> None:
    """Show the sentences of a model's ``ValidationError`` at a field of the form."""
    for sentence in error.messages:
        form.add_error(field, sentence)


def add_model_errors(form: forms.BaseForm, error: Any) -> None:
    """Show the sentences of a model's ``ValidationError`` at the fields that they are about."""
    for field, sentences in error.message_dict.items():
        for sentence in sentences:
            form.add_error(field if field in form.fields else None, sentence)
