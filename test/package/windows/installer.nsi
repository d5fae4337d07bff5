; Stands for electron-builder's own script, which calls the same macros with the same definitions around them.
Unicode true
Name "Madoguchi"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\Madoguchi"
RequestExecutionLevel admin
SilentInstall silent

!include LogicLib.nsh
!include FileFunc.nsh
!insertmacro GetParameters
!insertmacro GetOptions

!macro _isUpdated _a _b _t _f
  !insertmacro _LOGICLIB_TEMP
  ${GetParameters} $_LOGICLIB_TEMP
  ClearErrors
  ${GetOptions} $_LOGICLIB_TEMP "--updated" $_LOGICLIB_TEMP
  IfErrors `${_f}` `${_t}`
!macroend
!define isUpdated `"" isUpdated ""`

!include "${INCLUDE}"
!insertmacro customHeader

Function .onInit
  !insertmacro customInit
FunctionEnd

Section
  SetOutPath "$INSTDIR"
  !insertmacro customInstall
  WriteUninstaller "$INSTDIR\Uninstall.exe"
SectionEnd

Section un.install
  !insertmacro customUnInstall
SectionEnd
