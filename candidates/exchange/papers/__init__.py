"""Official papers filled into .docx: what each is and needs, the values, the templates, the filling."""
