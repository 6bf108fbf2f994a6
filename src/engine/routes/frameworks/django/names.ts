/** Names of Django and Django REST framework in facts and in the report. */
export const NAME = 'django';
export const DRF = 'drf';
/** What the settings give views that name no permission classes. */
export const DEFAULT_PERMISSIONS = 'DEFAULT_PERMISSION_CLASSES';
